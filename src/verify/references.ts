import type { Credential } from '../credential/secured.js'
import type { Check } from '../errors.js'
import type { JsonObject } from '../json.js'
import type { StatusType } from '../status/statusType.js'
import type { Held } from './held.js'
import { absent, notAsked } from './outcome.js'
import type { Budget } from './places.js'
import type { CheckWorld, Report } from './report.js'
import type { verify } from './verify.js'

/** Verifies what a credential refers to. */
type Judge = (held: Held, options: verify.Options, budget: Budget) => Promise<Report>
/** What a credential may refer to, by the check that examines it. */
export type References = { readonly [check in 'status' | 'schema' | 'resources']: () => Promise<Check> }

/**
 * Checks what a credential refers to; what reads each is loaded when it is there. A list or a schema that is a credential is verified as the badge
 * is, by its proof, its dates and, for a schema, its status. Its own schema and resources are not followed, nor is a list's status: nothing leads
 * from one to another for ever.
 */
export function referencesOf(document: JsonObject, options: verify.Options, world: CheckWorld, budget: Budget, judge: Judge): References {
  const { accept, contexts, maxBytes } = options
  const evidence = { ...budget, isEvidence: true }
  const own = accept.filter(({ kind }) => kind !== 'format')
  const judgeBy = (accepted: verify.Options['accept']) => (held: object | string) =>
    judge(held as Held, { ...world, accept: accepted, issuers: 'any', contexts, maxBytes }, { ...evidence })

  return {
    async status() {
      if (document['credentialStatus'] === undefined) return absent
      const { checkStatus } = await import('./status.js')
      const types = own.filter((one): one is StatusType => one.kind === 'status type')
      const judgeList = judgeBy(own.filter(({ kind }) => kind !== 'status type'))
      return checkStatus(document as unknown as Credential, types, world, judgeList)
    },
    async schema() {
      if (document['credentialSchema'] === undefined) return absent
      if (budget.isEvidence) return notAsked
      const { checkSchemas } = await import('../schema/check.js')
      const judgeSchema = judgeBy(own)
      return checkSchemas(document, { ...world, budget, verifySchema: async (schema) => schemaCheck(await judgeSchema(schema)) })
    },
    async resources() {
      if (document['relatedResource'] === undefined) return absent
      if (budget.isEvidence) return notAsked
      const { checkResources } = await import('./resources.js')
      return checkResources(document, world)
    },
  }
}

/** What the report on a schema makes of it: one of another time does not speak of now. */
function schemaCheck(report: Report): Check<JsonObject> {
  if (report.outcome === 'passed') return { outcome: 'passed', detail: report.credential as unknown as JsonObject }
  const { validity, ...others } = report.checks
  const troubles = Object.values<Check>(others).filter((check) => 'problem' in check)
  const worst = troubles.find(({ outcome }) => outcome === 'failed') ?? { ...(troubles[0] ?? validity), outcome: 'unknown' }
  return worst as Check<JsonObject>
}
