import type { Instant } from '../../bytes.js'

/** Every text that stands beside a badge, in one language. A language that lacks one does not compile. */
export type Words = {
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly labels: {
    readonly by: string
    readonly to: string
    readonly when: string
    readonly until: string
    readonly how: string
    readonly evidence: string
    readonly skills: string
    readonly id: string
    readonly verify: string
    readonly criteria: string
  }
  readonly states: { readonly expired: string; readonly 'not yet': string }
  /** Says that nothing on a page proves anything by itself. */
  readonly claim: string
  /** Of a PDF: that it carries the badge, and what to do with it. */
  readonly attached: string
  /** An image of no image: what a screen reader says. */
  readonly badge: string
  day(moment: Instant): string
  /** A label and what it labels, on one line. */
  pair(label: string, value: string): string
  readonly email: {
    subject(what: string): string
    greeting(to: string | undefined): string
    award(what: string, by: string | undefined): string
    readonly open: string
    readonly keep: string
    readonly verify: string
    readonly share: string
  }
}

/** English. */
export const en: Words = {
  language: 'en',
  direction: 'ltr',
  labels: {
    by: 'Issued by',
    to: 'Awarded to',
    when: 'Awarded on',
    until: 'Valid until',
    how: 'How it is earned',
    evidence: 'Evidence',
    skills: 'Skills',
    id: 'Credential ID',
    verify: 'Verify this badge',
    criteria: 'Criteria',
  },
  states: { expired: 'Expired', 'not yet': 'Not valid yet' },
  claim: 'This page repeats what the badge says of itself. Only verification shows whether it is genuine.',
  attached: 'The badge itself is attached to this PDF: give the whole file to a verifier.',
  badge: 'Badge',
  day: dayIn('en-GB'),
  pair: (label, value) => `${label}: ${value}`,
  email: {
    subject: (what) => `Your badge: ${what}`,
    greeting: (to) => (to ? `Hello ${to},` : 'Hello,'),
    award: (what, by) => (by ? `${by} has awarded you “${what}”.` : `You have been awarded “${what}”.`),
    open: 'Open your badge',
    keep: 'The link holds or leads to your badge: whoever has it can see the badge. Keep this message, or save the badge where you keep your certificates.',
    verify: 'Anybody can verify it at that address, without an account.',
    share: 'You can add it to your LinkedIn profile or your CV.',
  },
}

/** Writes moments as days, in UTC, so that a badge says the same day everywhere. */
export function dayIn(language: string): (moment: Instant) => string {
  return (moment) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(moment))
}
