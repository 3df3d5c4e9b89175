import type { Credential } from '../credential/secured.js'
import { type KeyMethod, resolve, UnknownMethodError } from '../did/method.js'
import type { Check } from '../errors.js'
import type { Examined, World } from '../formats/format.js'
import { demandedAnchor, undated } from './anchor.js'
import type { Foreign, Opened } from './held.js'
import { checkIssuer } from './issuers.js'
import { absent, broken, demanded } from './outcome.js'
import type { Budget } from './places.js'
import { type CheckWorld, checkNames, combine } from './report.js'
import type { Begun, Pending, verify } from './verify.js'

/** How the verifier examines a credential of its own kind. */
type Examine = (opened: Opened, options: verify.Options, now: Date, budget: Budget) => Pending

/** The checks of a format stand where those of a credential would. Whether its issuer is believed is asked here, as of every other. */
export function examineForeign<Extra extends string>(opened: Foreign, options: verify.Options<Extra>, now: Date, budget: Budget, examine: Examine): Begun {
  const world: CheckWorld = { load: options.load, now, cancel: options.cancel }
  const examined = askFormat(opened, worldOf(options as verify.Options, now, budget, examine))
  const { require = [], allowTest, timestamps = [] } = options
  const named = checkNames.map((name) => {
    const known = examined.then(({ checks }) => {
      const check = demanded(checks[name] ?? absent, isNeeded(name, checks, require))
      if (name !== 'anchor') return check
      return demandedAnchor(timestamps.length > 0 ? besideTimestamp(check) : check, { required: require.includes(name), allowTest })
    })
    return [name, known.catch(broken)] as const
  })
  const issuer = examined.then(async ({ issuer, document, checks }): Promise<Check> => {
    const { binding = absent } = checks
    // Of an issuer that nobody could find, nobody can say whether you believe it.
    if (issuer === undefined && options.issuers !== 'any') return 'problem' in binding ? binding : demanded(absent, true)
    return checkIssuer(issuer ?? '', document as unknown as Credential, binding, options.issuers, world)
  })
  const claimed = examined.then(({ document }) => document as Credential | undefined)
  const notes = examined.then((found) => found.notes ?? [])
  return { pending: { ...Object.fromEntries(named), issuer: issuer.catch(broken) }, claimed, notes }
}

/** The date of a file need not be that of what a format examines, which may stand at an address in it. */
function besideTimestamp(check: Check): Check {
  return check.outcome === 'failed' ? check : undated('What it dates is the file, and not what this format finds elsewhere.')
}

/** What a format finds in what is its own. One that throws could not tell. */
async function askFormat({ format, value }: Foreign, world: World): Promise<Examined> {
  try {
    const { document, issuer, checks, notes } = await format.check(value, world)
    return { document, issuer, checks, notes }
  } catch (error) {
    return { checks: { shape: broken(error) } }
  }
}

/** What a format may touch, and what the verifier does for it. */
function worldOf(options: verify.Options, now: Date, budget: Budget, examine: Examine): World {
  const { load, chains = [], recipient, allowTest = false, contexts, cancel, accept } = options
  const methods = accept.filter((one): one is KeyMethod => one.kind === 'key method')
  return {
    load,
    chains,
    now,
    recipient,
    allowTest,
    contexts,
    cancel,
    resolve: (verificationMethod) => resolve(verificationMethod, methods, { load, cancel }),
    async document(did) {
      const method = methods.find((one) => one.document && one.owns(did))
      if (!method?.document) throw new UnknownMethodError(did)
      return method.document(did, { load, cancel })
    },
    async credential(document, added) {
      // What is asked of the whole is asked of what the format makes of it.
      const asked = { ...options, require: [], timestamps: [], issuers: 'any', contexts: { ...added, ...contexts } } as const
      const checks = Object.entries(examine({ document }, asked, now, budget)).map(async ([name, check]) => [name, await check] as const)
      return Object.fromEntries(await Promise.all(checks))
    },
  }
}

/** What the caller requires; and of a format that finds nothing wrong, what nothing can pass without. */
function isNeeded(name: string, checks: Examined['checks'], require: readonly string[]): boolean {
  return require.includes(name) || (['shape', 'signature', 'binding'].includes(name) && combine(Object.values(checks)) === 'passed')
}
