import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matches, patternOf } from '../../src/schema/pattern.js'

const free = (): void => {}
const found = (pattern: string, text: string): boolean => matches(patternOf(pattern, free), text, free)
const stepsOf = (pattern: string, text: string): number => {
  let steps = 0
  matches(patternOf(pattern, free), text, (more) => {
    steps += more
  })
  return steps
}
const nameOf = (work: () => unknown): string => {
  try {
    work()
    return 'none'
  } catch (error) {
    return (error as Error).name
  }
}

describe('a pattern', () => {
  test.each([
    ['', '', true],
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^abc$', 'abc', true],
    ['^(a|b)*c?$', 'abba', true],
    ['^a{2,3}$', 'a', false],
    ['^a{2,3}$', 'aaa', true],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}?$', 'aaaa', true],
    ['^(?:a{0})$', '', true],
    ['^(?<year>\\d{4})-\\d\\d$', '2026-11', true],
    ['\\bcat\\b', 'the cat sat', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['^.$', '💩', true],
    ['^.$', '\n', false],
    ['^[^]$', '\n', true],
    ['^[\\]\\-a]$', ']', true],
    ['^\\u{1F4A9}$', '💩', true],
    ['^\\ud83d\\udca9$', '💩', true],
    ['^\\x41\\cJ\\t\\/$', 'A\n\t/', true],
    ['^\\p{Lu}\\P{L}$', 'É1', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,8}$', 'abc1', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,8}$', 'abcd', false],
    ['^(?!http:).*$', 'http://x', false],
    ['^(?!http:).*$', 'https://x', true],
    ['^((?:)*a)*$', 'aa', true],
    ['^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$', '-10.50', true],
  ])('%j in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected)
    expect(new RegExp(pattern, 'u').test(text)).toBe(expected)
  })

  test('finds what the engine finds', () => {
    const unit = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '1', '\\b', '\\B', '^', '$')
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        unit,
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
        fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,1}', '{2,}', '*?', '+?')).map(([one, times]) => `(?:${one})${times}`),
        fc.tuple(tie('pattern'), fc.constantFrom('(?=', '(?!')).map(([one, look]) => `${look}${one})`),
      ),
    }))
    const text = fc.array(fc.constantFrom('a', 'b', '1', ' ', 'é'), { maxLength: 8 }).map((chars) => chars.join(''))
    fc.assert(
      fc.property(pattern, text, (one, subject) => {
        expect([one, subject, found(one, subject)]).toEqual([one, subject, new RegExp(one, 'u').test(subject)])
      }),
      { numRuns: 3000 },
    )
  })
})

describe('what a hostile pattern costs', () => {
  test.each([
    ['^(a+)+$', 'a'],
    ['^(a|a)*$', 'a'],
    ['^(a|aa)+$', 'a'],
    ['(x+x+)+y', 'x'],
    ['^(\\w+\\s?)*$', 'a '],
    ['^(?:a?){30}a{30}$', 'a'],
    ['(?:(?:a*)*)*b', 'a'],
  ])('%j: twice the text, at most some twice the steps', (pattern, unit) => {
    const [short, long] = [500, 1000].map((times) => stepsOf(pattern, `${unit.repeat(times)}!`)) as [number, number]
    expect(long / short).toBeLessThan(2.2)
    expect(long).toBeLessThan(100_000)
  })

  test('what looks ahead may take steps in proportion to the square, all counted', () => {
    const [short, long] = [100, 200].map((times) => stepsOf('(?=(a+)+b)a', 'a'.repeat(times))) as [number, number]
    expect(long / short).toBeLessThan(4.2)
  })

  test.each([
    ['^(a{1,100}){1,100}$', 'schema.TooComplexError'],
    ['a{1000000000}', 'schema.TooComplexError'],
    ['(?:(?:(?:){100000}){100000}){100000}', 'schema.TooComplexError'],
    ['a{0,1000000000}', 'schema.TooComplexError'],
    ['a'.repeat(2001), 'schema.TooComplexError'],
    ['('.repeat(900) + ')'.repeat(900), 'none'],
    ['(a)\\1', 'schema.UnreadPatternError'],
    ['(?<n>a)\\k<n>', 'schema.UnreadPatternError'],
    ['(?<=a)b', 'schema.UnreadPatternError'],
    ['(?<!a)b', 'schema.UnreadPatternError'],
    ['(', 'schema.UnreadPatternError'],
    ['\\_', 'schema.UnreadPatternError'],
    ['[', 'schema.UnreadPatternError'],
  ])('%# is compiled, or refused by name', (pattern, name) => {
    expect(nameOf(() => patternOf(pattern, free))).toBe(name)
  })
})
