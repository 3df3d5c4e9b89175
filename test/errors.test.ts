import { describe, expect, test } from 'vitest'
import { BaseError, toProblem } from '../src/errors.js'

class LateError extends BaseError {
  override readonly name = 'train.LateError'
  constructor(minutes: number, cause?: unknown) {
    super(`The train is ${minutes} minutes late. Take the next one.`, { facts: { minutes }, ...(cause === undefined ? {} : { cause }) })
  }
}
class BareError extends BaseError {
  override readonly name = 'train.BareError'
}

describe('BaseError', () => {
  test('is an error with a name, facts and a place where it is explained', () => {
    const error = new LateError(5)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe('train.LateError: The train is 5 minutes late. Take the next one.')
    expect([error.facts, error.docs, 'cause' in error]).toEqual([{ minutes: 5 }, 'docs/errors.md#trainlateerror', false])
    expect(error.stack).toContain('errors.test.ts')
  })

  test('keeps its cause, even one that is undefined, and has no facts where none are given', () => {
    expect(new LateError(5, 'snow').cause).toBe('snow')
    expect('cause' in new BareError('x', { cause: undefined })).toBe(true)
    expect(new BareError('x').facts).toEqual({})
  })
})

describe('toProblem', () => {
  test('keeps name, message, facts and causes, as plain JSON', () => {
    const problem = toProblem(new LateError(5, new TypeError('no rails', { cause: 'snow' })))
    expect(problem).toMatchInlineSnapshot(`
      {
        "cause": {
          "cause": {
            "facts": {},
            "message": "snow",
            "name": "Error",
          },
          "facts": {},
          "message": "no rails",
          "name": "TypeError",
        },
        "facts": {
          "minutes": 5,
        },
        "message": "The train is 5 minutes late. Take the next one.",
        "name": "train.LateError",
      }
    `)
    expect(structuredClone(problem)).toEqual(problem)
    expect(JSON.parse(JSON.stringify(problem))).toEqual(problem)
  })

  test.each<[unknown, string]>([
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [42n, '42'],
    [Symbol('s'), 'Symbol(s)'],
    [{ message: 'not an error' }, '[object Object]'],
    [Object.create(null), 'a thrown object'],
    [
      {
        toString() {
          throw new Error('no')
        },
      },
      'a thrown object',
    ],
  ])('takes whatever was thrown', (thrown, message) => {
    expect(toProblem(thrown)).toEqual({ name: 'Error', message, facts: {} })
  })

  test('takes an abort as it is', () => {
    expect(toProblem(AbortSignal.abort().reason)).toMatchInlineSnapshot(`
      {
        "facts": {},
        "message": "This operation was aborted",
        "name": "AbortError",
      }
    `)
  })

  test('stops after eight causes, and so at a cycle of causes', () => {
    const cycle = new Error('again')
    cycle.cause = cycle
    let depth = 0
    for (let problem = toProblem(cycle).cause; problem; problem = problem.cause) depth++
    expect(depth).toBe(8)
  })
})
