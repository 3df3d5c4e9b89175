import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { HtmlValidate } from 'html-validate'

const html = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'require-sri': 'off', 'no-inline-style': 'off', 'long-title': 'off' } })

/** What html-validate has against a page. */
export const wrongHtml = async (text: string): Promise<readonly string[]> =>
  (await html.validateString(text)).results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`))

const ajv = new Ajv({ strict: false })
addFormats.default(ajv)
const valid = ajv.compile(createRequire(import.meta.url)('@jsonresume/schema/schema.json'))

/** What the schema of JSON Resume has against a résumé with this certificate. */
export const wrongResume = (certificate: object): readonly string[] => (valid({ certificates: [certificate] }) ? [] : [ajv.errorsText(valid.errors)])
