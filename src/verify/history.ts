import type { End } from '../anchor/end.js'
import { type History, judgeEnd } from '../anchor/ended.js'
import { toProblem } from '../errors.js'
import type { Judged } from './proofs.js'

/** A proof whose signature is right and whose key has ended, judged by what the chains say of it. */
export function judgeEnded(proof: Judged, end: End, history: History): Judged {
  const judgement = judgeEnd(proof.key, end, history)
  if (!('error' in judgement)) return { ...proof, ...judgement }
  const { outcome, error } = judgement
  return { ...proof, outcome, problem: error.name, trouble: toProblem(error) }
}
