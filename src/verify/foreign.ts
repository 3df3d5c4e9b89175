import type { Credential } from '../credential/secured.js'
import type { Check } from '../errors.js'
import type { Examined } from '../formats/format.js'
import type { Foreign } from './held.js'
import { checkIssuer } from './issuers.js'
import { absent, broken, demanded } from './outcome.js'
import { type CheckWorld, checkNames, combine } from './report.js'
import type { Begun, verify } from './verify.js'

/** The checks of a format stand where those of a credential would. Whether its issuer is believed is asked here, as of every other. */
export function examineForeign<Extra extends string>(opened: Foreign, options: verify.Options<Extra>, now: Date): Begun {
  const world: CheckWorld = { load: options.load, now, cancel: options.cancel }
  const examined = askFormat(opened, options, now)
  const named = checkNames.map((name) => {
    const known = examined.then(({ checks }) => demanded(checks[name] ?? absent, isNeeded(name, checks, options.require)))
    return [name, known.catch(broken)] as const
  })
  const issuer = examined.then(async ({ issuer, document, checks }): Promise<Check> => {
    const { binding = absent } = checks
    // Of an issuer that nobody could find, nobody can say whether you believe it.
    if (issuer === undefined && options.issuers !== 'any') return 'problem' in binding ? binding : demanded(absent, true)
    return checkIssuer(issuer ?? '', document as unknown as Credential, binding, options.issuers, world)
  })
  const claimed = examined.then(({ document }) => document as Credential | undefined)
  return { pending: { ...Object.fromEntries(named), issuer: issuer.catch(broken) }, claimed }
}

/** What a format finds in what is its own. One that throws could not tell. */
async function askFormat<Extra extends string>({ format, value }: Foreign, options: verify.Options<Extra>, now: Date): Promise<Examined> {
  const { load, chains = [], recipient, contexts, cancel } = options
  try {
    const { document, issuer, checks } = await format.check(value, { load, chains, now, recipient, contexts, cancel })
    return { document, issuer, checks }
  } catch (error) {
    return { checks: { shape: broken(error) } }
  }
}

/** What the caller requires; and of a format that finds nothing wrong, what nothing can pass without. */
function isNeeded(name: string, checks: Examined['checks'], require: readonly string[] = []): boolean {
  return require.includes(name) || (['shape', 'signature', 'binding'].includes(name) && combine(Object.values(checks)) === 'passed')
}
