import type { Check } from '../../errors.js'

/** A check that found something wrong, or could not tell. */
export type Trouble = Extract<Check, { readonly problem: unknown }>

/** Of several checks the one that says least good: `failed` beats `unknown`; `undefined` where none is either. */
export function worst(checks: readonly (Check | undefined)[]): Trouble | undefined {
  const troubles = checks.filter((check): check is Trouble => check !== undefined && 'problem' in check)
  return troubles.find(({ outcome }) => outcome === 'failed') ?? troubles[0]
}

/** There is nothing of this to examine. */
export const absent: Check = { outcome: 'skipped', because: 'absent' }
