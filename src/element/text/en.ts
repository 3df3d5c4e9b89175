import type { Json } from '../../json.js'
import type { Catalogue } from '../../verify/text/en.js'
import { en as words } from '../../verify/text/en.js'

/** One language of the elements: the words of a report, and the labels around them. Plain text, never HTML. */
export type Language = { readonly words: Catalogue; readonly labels: Labels }

/** What stands around the words of a report. A language that lacks one does not compile. */
export type Labels = {
  readonly choose: string
  readonly drop: string
  readonly paste: string
  readonly another: string
  /** Above the facts: they are what the badge says of itself. */
  readonly badge: string
  readonly by: string
  readonly to: string
  readonly when: string
  readonly until: string
  readonly expired: string
  readonly notYet: string
  readonly more: string
  readonly criteria: string
  readonly evidence: string
  readonly skills: string
  readonly opensPage: string
  readonly picture: string
  readonly noPicture: string
  readonly verdict: string
  readonly checks: string
  readonly outcomes: { readonly [outcome in 'pending' | 'passed' | 'failed' | 'unknown' | 'skipped']: string }
  /** Beside the issuer's name: what was found out about it. */
  readonly bound: {
    readonly pending: string
    readonly nobody: string
    readonly domain: (domain: string) => string
    readonly listed: (list: string, name: string) => string
    readonly unlisted: string
    readonly other: string
    readonly unknown: string
  }
  /** In the place of a verdict: a record of a vault whose custodian says that it was erased. */
  readonly erased: { readonly headline: string; readonly advice: (statedBy: string) => string }
  readonly doubtful: { readonly mixed: string; readonly hidden: string }
  readonly technical: string
  readonly facts: {
    readonly [fact in 'digest' | 'issuer' | 'key' | 'proof' | 'transaction' | 'chain' | 'time' | 'confirmations' | 'status' | 'part' | 'problem']: string
  }
  /** What its proofs are over, on demand. */
  readonly signed: {
    readonly show: string
    readonly note: string
    readonly document: string
    readonly proof: string
    readonly none: string
    readonly unread: (suite: string) => string
  }
  readonly json: string
  readonly tooLong: string
  /** On the badge element: it verifies nothing. */
  readonly unverified: string
  readonly verify: string
}

const where = 'Ask its issuer where it can be checked.'
const original = 'Ask its holder for the original.'

/** Problems in words for whoever stands before the page; those of the catalogue speak to whoever wrote it. */
const problems: { readonly [name: string]: (facts: { readonly [fact: string]: Json | undefined }) => string | undefined } = {
  'sign.UnknownSuiteError': () => `Its signature is of a kind that this page does not read. ${where}`,
  'did.UnknownMethodError': () => `Its key is named in a way that this page does not read. ${where}`,
  'did.UnsupportedKeyError': () => `Its key is of a kind that this page does not read. ${where}`,
  'status.UnknownTypeError': () => 'It may have been revoked: this page does not read where that stands. Ask its issuer.',
  'anchor.NotExaminedError': () => `It carries a receipt of a blockchain that this page does not read. ${where}`,
  'canonicalize.UnknownContextError': () => `It uses a vocabulary that this page does not know. ${where}`,
  'canonicalize.UndefinedTermError': ({ term }) => `Nothing says what “${term}” in it means, so it is not signed: it may have been added. ${original}`,
  'canonicalize.DroppedValueError': () => `A part of it has no meaning, so it is not signed: it may have been changed. ${original}`,
  'sign.NotTheIssuerError': ({ issuer, controller }) => `It was signed by ${controller}, and names ${issuer || 'nobody'} as its issuer. Do not rely on it.`,
  // Its own message has that of the problem inside, which is good where there are no better words for that one.
  'verify.PartError': ({ path, problem }) =>
    problems[String(problem)] && `The credential at ${path} inside it is not valid, or could not be checked on this page. Ask its issuer.`,
  'load.NoLoadError': ({ url }) => `To be sure, ${url} would have to be asked, and this page asks nobody. Ask its issuer.`,
  'credential.InvalidError': () => 'It is not a well-formed badge. Ask its issuer for another copy.',
  'json.TooLargeError': () => 'It is too large to be a badge, and nothing in it was read. Ask its issuer for another copy.',
  'verify.UntrustedIssuerError': ({ issuer }) =>
    issuer
      ? `${issuer} is not on the list of issuers that this page trusts. Compare it with the address that the institution publishes.`
      : 'It names no issuer. Do not rely on it.',
}

/** English. */
export const en: Language = {
  words: { ...words, problem: (problem) => problems[problem.name]?.(problem.facts) ?? words.problem(problem) },
  labels: {
    choose: 'Choose a badge',
    drop: 'or drop it here: PNG, SVG, PDF, JSON, JWT, or a picture of its QR code. It stays on this device.',
    paste: 'Or paste its link or text',
    another: 'Check another badge',
    badge: 'The badge says',
    by: 'Issuer',
    to: 'Holder',
    when: 'Awarded',
    until: 'Valid until',
    expired: 'Expired',
    notYet: 'Not valid yet',
    more: 'How it was earned',
    criteria: 'Criteria',
    evidence: 'Evidence',
    skills: 'Skills',
    opensPage: 'opens another site',
    picture: 'Picture in the badge. It proves nothing.',
    noPicture: 'Its picture is not shown.',
    verdict: 'Verdict',
    checks: 'What was checked',
    outcomes: { pending: 'Under way', passed: 'In order', failed: 'Wrong', unknown: 'Could not be checked', skipped: 'Not checked' },
    bound: {
      pending: 'The name is what the badge says.',
      nobody: 'Nobody vouches for this name.',
      domain: (domain) => `Signed for ${domain}. The name is what the badge says.`,
      listed: (list, name) => `Signed by it, and on the list “${list}”${name && ` as ${name}`}.`,
      unlisted: 'Not on the list that this page trusts.',
      other: 'There is no valid signature of this issuer.',
      unknown: 'Whether this issuer signed it is not known.',
    },
    erased: {
      headline: 'Erased',
      advice: (statedBy) =>
        `${statedBy} states that this badge was erased. It is neither revoked nor found to be wrong; nothing of it could be examined. Ask its holder.`,
    },
    doubtful: {
      mixed: 'Careful: mixed alphabets. It may imitate another name.',
      hidden: 'Careful: hidden or imitated letters. It may imitate another name.',
    },
    technical: 'Technical detail',
    facts: {
      digest: 'SHA-256 of the file',
      issuer: 'Issuer, bound by',
      key: 'Key',
      proof: 'Proof',
      transaction: 'Transaction',
      chain: 'Chain',
      time: 'Time',
      confirmations: 'Confirmations',
      status: 'Status list',
      part: 'Contained',
      problem: 'Problem',
    },
    signed: {
      show: 'Show what was signed',
      note: 'Computed on this page from the badge. Beside the issuer’s own, the first line that differs was changed.',
      document: 'The badge',
      proof: 'About the signature',
      none: 'No signature stands in the badge. One around it is over its text as it came.',
      unread: (suite) => `What a proof of ${suite} is over is not shown here.`,
    },
    json: 'Show the credential as JSON',
    tooLong: '… cut here: it is longer.',
    unverified: 'Not verified on this page.',
    verify: 'Verify it',
  },
}
