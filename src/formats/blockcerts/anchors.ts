import { agreed } from '../../anchor/agreed.js'
import { endOf } from '../../anchor/end.js'
import { judgeEnd } from '../../anchor/ended.js'
import { type AnchorCheck, type LookedUp, lookUp, type Sighted } from '../../anchor/lookup.js'
import { NotExaminedError } from '../../anchor/receipt.js'
import type { Commitment, Instant, Uri } from '../../bytes.js'
import { timeOf } from '../../credential/instant.js'
import { type Check, type Problem, toProblem } from '../../errors.js'
import type { JsonObject } from '../../json.js'
import type { Caip2 } from '../../seams.js'
import { MockChainError, NotTheirKeyError } from '../errors.js'
import type { World } from '../format.js'
import { isSameAccount } from './account.js'
import { type Account, accountsOf, type Identity, isAccountOf, type Method } from './identity.js'
import type { Anchor, Receipt } from './receipt.js'
import { worst } from './worst.js'

/** One anchor of a receipt, and what is known of it. */
export type Look = { readonly anchor: Anchor; readonly found: LookedUp | undefined; readonly check: Check }

/** Looks up every anchor of a receipt, at every reader of its chain: they must agree. Without a reader the chain is named, and nothing is known. */
export async function lookAt({ anchors, merkleRoot }: Receipt, world: World): Promise<readonly Look[]> {
  return Promise.all(
    anchors.map(async (anchor): Promise<Look> => {
      const { chain, name, transaction } = anchor
      if (chain === undefined) return { anchor, found: undefined, check: unknown(new MockChainError()) }
      const [first, ...others] = world.chains.filter(({ id }) => id === chain)
      if (!first) return { anchor, found: undefined, check: unknown(new NotExaminedError(`Pass a reader of ${name} (${chain}) in \`chains\`.`, chain)) }
      const commitment = merkleRoot as Commitment
      const [found] = await lookUp({ anchors: [{ chain, transaction, commitment }], commitment }, [agreed([first, ...others])], { cancel: world.cancel })
      return { anchor, found, check: found?.check as Check }
    }),
  )
}

/** What all the anchors say: each must be there. */
export function checkLooks(looks: readonly Look[]): Check {
  const trouble = worst(looks.map(({ check }) => check))
  return trouble ?? { outcome: 'passed', detail: { sightings: looks.flatMap(({ found }) => sightingIn(found?.check)).map(toDetail) } }
}

/** How a Merkle proof was tied to somebody, and the moment by which its key was judged, where that decided. */
export type Bound = { readonly check: Check; readonly judgedAt?: Instant | undefined; readonly window?: string | undefined }

/**
 * Says whether the transactions were sent by somebody's account: one that the profile lists, or that of the key that the proof names, and at a
 * time when it was theirs.
 *
 * @throws {NotTheirKeyError} when it was not; and what the documents throw that cannot be read
 */
export function bind(identity: Identity, method: Method | undefined, looks: readonly Look[], world: World): Bound {
  const accounts = identity.profile ? accountsOf(identity.profile) : []
  const sent = looks.flatMap(({ found }) => sightingIn(found?.check).map((sighting) => ({ found, sighting })))
  if (sent.length === 0) return unsent(method, looks, world)
  const bounds = sent.map(({ found, sighting }) => {
    const { sender, chain } = sighting
    if (sender === undefined) throw new NotExaminedError('Its transaction was not sent by one account alone.', chain)
    const theirs = method && isAccountOf(method, chain as Caip2, sender)
    if (theirs === false) throw new NotTheirKeyError(method?.id, identity.id, `the transaction was sent by ${sender}, which is not the account of that key`)
    const account = accounts.find(({ address }) => isSameAccount(address, sender))
    if (!account && (accounts.length > 0 || !theirs))
      throw new NotTheirKeyError(sender, identity.id, 'its profile does not list the account that sent the transaction')
    const key = method?.id ?? sender
    const dates = [...(account ? [account] : []), ...(theirs && method ? [method.dates] : [])]
    const judged = dates.map((one) => judge(key, one, [found as LookedUp], sighting, identity.id, world))
    const trouble = judged.find(({ check }) => check.outcome !== 'passed')
    if (trouble) return trouble
    const detail = { issuer: identity.id, boundBy: account ? 'profile' : 'chain account', key }
    return Object.assign({}, ...judged, { check: { outcome: 'passed', detail } }) as Bound
  })
  return bounds.find(({ check }) => check.outcome === 'failed') ?? bounds.find(({ check }) => check.outcome !== 'passed') ?? (bounds[0] as Bound)
}

/** Without a transaction nothing is bound; and a key that was revoked is not saved by one that nobody knows. */
function unsent(method: Method | undefined, looks: readonly Look[], world: World): Bound {
  const end = method && endOf(method.dates, world.now)
  if (end && method) {
    const known = looks.flatMap(({ found }) => found ?? [])
    const judgement = judgeEnd(method.id, end, { found: known, asked: world.chains.length > 0, allowTest: world.allowTest })
    if ('error' in judgement) return { check: { outcome: judgement.outcome, problem: toProblem(judgement.error) } }
  }
  const trouble = worst(looks.map(({ check }) => check))
  // Who sent it is not known, whatever is wrong with it.
  return { check: { outcome: 'unknown', problem: trouble?.problem as Problem } }
}

function judge(key: Uri, dates: Omit<Account, 'address'>, found: readonly LookedUp[], { time, tolerance }: Sighted, owner: Uri, world: World): Bound {
  const { created } = dates
  if (created !== undefined && Date.parse(time) + tolerance * 1000 < (timeOf(created) ?? 0))
    throw new NotTheirKeyError(key, owner, `it is theirs since ${created}, and the transaction is of ${time}`)
  const end = endOf(dates, world.now)
  if (!end) return { check: { outcome: 'passed', detail: {} } }
  const judgement = judgeEnd(key, end, { found, asked: true, allowTest: world.allowTest })
  if ('error' in judgement) return { check: { outcome: judgement.outcome, problem: toProblem(judgement.error) } }
  const { judgedAt, window } = judgement
  return { check: { outcome: 'passed', detail: {} }, judgedAt, ...(window !== undefined && { window }) }
}

function sightingIn(check: AnchorCheck | undefined): readonly Sighted[] {
  return check?.outcome === 'passed' ? [check.detail] : []
}

function toDetail({ chain, transaction, time, tolerance, confirmations, sender, testOnly }: Sighted): JsonObject {
  return { chain, transaction, time, tolerance, confirmations, testOnly, ...(sender !== undefined && { sender }) }
}

function unknown(error: Error): Check {
  return { outcome: 'unknown', problem: toProblem(error) }
}
