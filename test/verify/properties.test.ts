import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { anchor, attach, leafBytes } from '../../src/anchor/index.js'
import { memory } from '../../src/anchor/memory.js'
import { toHex } from '../../src/bytes.js'
import { rdfc } from '../../src/canonicalize/rdfc.js'
import type { CompactJwt, Signed } from '../../src/credential/secured.js'
import { isObject, type Json, type JsonObject } from '../../src/json.js'
import { eddsaJcs2022 } from '../../src/sign/jcs.js'
import { signJwt } from '../../src/sign/jwt.js'
import { ecdsaRdfc2019, eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { sign } from '../../src/sign/sign.js'
import type { Suite } from '../../src/sign/suite.js'
import { current, verify } from '../../src/verify/index.js'
import { badgeOf, keys } from '../badges.js'

const key = keys.ed25519
const chain = memory({ now: new Date('2026-07-01T01:00:00Z') })
const options = { accept: current, issuers: 'any', chains: [chain], now: new Date('2026-11-01T00:00:00Z') } as const
const strict = { ...options, require: ['anchor'], allowTest: true } as const

async function anchored(suite: Suite<'Ed25519'>): Promise<Signed> {
  const signed = await sign(badgeOf(key.controller), { suite, key, created: new Date('2026-07-01T00:00:00Z') })
  const { receipts } = await anchor([signed], { suite, chain, keep: () => {} })
  return attach(signed, receipts)
}

type Path = readonly (string | number)[]
/** Every place of a document, but the document itself. */
function places(value: Json | undefined, path: Path = []): Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((one, at) => places(one as Json, [...path, at]))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => places(one, [...path, name]))
      : []
  return path.length === 0 ? below : [path, ...below]
}

function at(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((one, step) => (one as { [step: string]: Json })?.[step as string], value)
}

/** A copy with something else in that place; `undefined` takes it away. */
function replaced(document: JsonObject, path: Path, make: (old: Json | undefined) => Json | undefined): JsonObject {
  const copy = structuredClone(document) as JsonObject
  const [last, parent] = [path.at(-1) as string, at(copy, path.slice(0, -1)) as { [step: string]: Json | undefined }]
  const made = make(parent[last])
  if (made !== undefined) parent[last] = made
  else if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else delete parent[last]
  return copy
}

const changes: { readonly [name: string]: (old: Json | undefined) => Json | undefined } = {
  taken: () => undefined,
  'another string': (old) => `${typeof old === 'string' ? old : 'x'}x`,
  'one character less': (old) => (typeof old === 'string' && old !== '' ? old.slice(0, -1) : 'y'),
  'a number': () => 7,
  null: () => null,
  'an empty object': () => ({}),
  'in a list': (old) => [old as Json],
  twice: (old) => [old as Json, old as Json],
  'and one more': (old) =>
    Array.isArray(old) ? [...old, typeof old[0] === 'string' ? 'https://x.example/more' : old[0]] : [old as Json, 'https://x.example/more'],
}

const document = (signed: object) => {
  const { proof: _, ...rest } = signed as JsonObject
  return rest
}
const canonical = (value: object): string => {
  try {
    return toHex(rdfc(value))
  } catch {
    return 'refused'
  }
}

/** Under RDFC a document that says the same is the same document: what was signed is the graph. */
function means(suite: Suite, a: JsonObject, b: JsonObject): boolean {
  if (suite.name !== 'eddsa-rdfc-2022') return false
  const config = (value: JsonObject) => ({ ...((value['proof'] as readonly JsonObject[])?.[0] ?? {}), '@context': value['@context'] })
  return canonical(document(a)) === canonical(document(b)) && canonical(config(a)) === canonical(config(b))
}

const unknowns = new Map<string, number>()
afterAll(() => console.log([...unknowns].map(([what, count]) => `unknown, ${count}x: ${what}`).join('\n')))

describe.each([eddsaRdfc2022, eddsaJcs2022])('$name', (suite) => {
  test('no change of any place of an anchored credential passes, required or not', async () => {
    const good = (await anchored(suite)) as unknown as JsonObject
    expect((await verify(good, strict)).outcome).toBe('passed')
    let tried = 0
    for (const path of places(good)) {
      for (const [name, make] of Object.entries(changes)) {
        const bad = replaced(good, path, make)
        if (JSON.stringify(bad) === JSON.stringify(good)) continue
        const inReceipt = path[0] === 'proof' && path[1] === 1
        // A proof in a list of its own is read alike, and one that stands there twice says nothing more.
        const same =
          (!inReceipt && path[0] !== 'proof' && means(suite, good, bad)) ||
          (path.length === 1 && path[0] === 'proof' && (name === 'in a list' || name === 'and one more'))
        const report = await verify(bad, strict)
        tried++
        const what = `${path.join('/')}: ${name}`
        if (report.outcome === 'passed' && !same) throw new Error(`passed: ${what}`)
        if (report.outcome === 'unknown') {
          const problem = Object.values(report.checks).find((check) => check.outcome === 'unknown')
          const label = `${path[0]} ${(problem as { problem: { name: string } }).problem.name}`
          unknowns.set(label, (unknowns.get(label) ?? 0) + 1)
        }
        if (inReceipt || (path[0] === 'proof' && path.length === 1)) continue
        const lenient = await verify(bad, options)
        if (lenient.outcome === 'passed' && !same) throw new Error(`passed without require: ${what}`)
      }
    }
    expect(tried).toBeGreaterThan(300)
  })

  test('no member that is added or renamed passes', async () => {
    const good = (await anchored(suite)) as unknown as JsonObject
    const objects = places(good).filter((path) => isObject(at(good, path)))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom([], ...objects),
        fc.constantFrom('extra', 'name', 'https://x.example/term', '@id', 'description', 'image'),
        fc.jsonValue({ maxDepth: 1 }),
        async (path, name, value) => {
          const target = at(good, path)
          if (isObject(target) && name in target) return
          const add = (old: Json | undefined) => ({ ...(old as JsonObject), [name]: value as Json })
          const bad = path.length === 0 ? add(good) : replaced(good, path, add)
          if (means(suite, good, bad as JsonObject) && path[0] !== 'proof') return
          expect((await verify(bad as JsonObject, strict)).outcome).not.toBe('passed')
        },
      ),
      { numRuns: 300, seed: 7 },
    )
  })

  test('no member that goes by another name passes', async () => {
    const good = (await anchored(suite)) as unknown as JsonObject
    const names: { readonly [how: string]: (name: string) => string } = {
      'with a letter more': (name) => `${name}x`,
      'as a keyword': (name) => `@${name}`,
      'in capitals': (name) => name.toUpperCase(),
      'as an IRI': (name) => `https://purl.imsglobal.org/spec/vc/ob/vocab.html#${name}`,
      'with a letter that looks alike': (name) => name.replace('e', 'е'),
      'with a space': (name) => ` ${name}`,
    }
    const passed: string[] = []
    for (const path of places(good).filter((one) => typeof one.at(-1) === 'string')) {
      const name = path.at(-1) as string
      for (const [how, rename] of Object.entries(names)) {
        const other = rename(name)
        if (other === name) continue
        const bad = replaced(
          replaced(good, [...path.slice(0, -1), other], () => at(good, path)),
          path,
          () => undefined,
        )
        if ((await verify(bad, strict)).outcome === 'passed') passed.push(`${path.join('/')}: ${how}`)
      }
    }
    expect(passed).toEqual([])
  })

  test('no value that stands in another place passes, nor one of another badge', async () => {
    const good = (await anchored(suite)) as unknown as JsonObject
    const twin = { ...badgeOf(key.controller, 'https://uni.example/badges/2'), name: 'Another', validUntil: '2099-06-30T12:00:00Z' }
    const cosigned = await sign(twin, { suite, key, created: new Date('2026-07-02T00:00:00Z') })
    const { receipts } = await anchor([cosigned], { suite, chain, keep: () => {} })
    const other = attach(cosigned, receipts) as unknown as JsonObject
    const passed: string[] = []
    const tryOut = async (bad: JsonObject, what: string) => {
      if (JSON.stringify(bad) === JSON.stringify(good) || means(suite, good, bad)) return
      if ((await verify(bad, strict)).outcome === 'passed') passed.push(what)
    }
    for (const path of places(good)) {
      const foreign = at(other, path)
      if (foreign !== undefined && path[0] !== 'proof')
        await tryOut(
          replaced(good, path, () => foreign),
          `${path.join('/')} of another badge`,
        )
    }
    for (const part of [[0], [1], [0, 1]]) {
      const proof = (good['proof'] as readonly Json[]).map((one, index) => (part.includes(index) ? (other['proof'] as readonly Json[])[index] : one))
      await tryOut({ ...good, proof: proof as readonly Json[] }, `proofs ${part} of another badge`)
    }
    const all = places(good).filter((path) => path[0] !== 'proof')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.constantFrom(...all), async (to, from) => {
        await tryOut(
          replaced(good, to, () => at(good, from)),
          `${to.join('/')} from ${from.join('/')}`,
        )
      }),
      { numRuns: 300, seed: 13 },
    )
    expect(passed).toEqual([])
  })

  test('the leaf stays the same exactly where the signature does', async () => {
    const good = await anchored(suite)
    const leaf = toHex(leafBytes(good, { suite }))
    const reversed = Object.fromEntries(Object.entries(good).reverse()) as unknown as Signed
    expect(toHex(leafBytes(reversed, { suite }))).toBe(leaf)
    const single = { ...good, proof: good.proof[0] } as unknown as Signed
    expect(toHex(leafBytes(single, { suite }))).toBe(leaf)
    const cosigned = await sign(good, { suite: ecdsaRdfc2019, key: { ...keys.p256, controller: key.controller } })
    expect(toHex(leafBytes(cosigned, { suite }))).toBe(leaf)
    expect(toHex(leafBytes({ ...cosigned, proof: [...cosigned.proof].reverse() } as unknown as Signed, { suite }))).toBe(leaf)
    for (const other of [
      { ...good, name: 'x' },
      { ...good, proof: [{ ...good.proof[0], created: '2026-07-01T00:00:01Z' }] },
    ]) {
      expect(toHex(leafBytes(other as unknown as Signed, { suite }))).not.toBe(leaf)
    }
  })
})

test('no change of one character of a JWT passes', async () => {
  const jwt = await signJwt(badgeOf(key.controller), { key })
  const seen = new Set<string>()
  for (let place = 0; place < jwt.length; place++) {
    // Every place of the header and the signature, and one in seven of the payload.
    if (place > 300 && place < jwt.length - 100 && place % 7 !== 0) continue
    for (const character of ['A', '.', 'é', '']) {
      if (jwt[place] === character) continue
      const { outcome } = await verify((jwt.slice(0, place) + character + jwt.slice(place + 1)) as CompactJwt, options)
      seen.add(outcome)
      if (outcome === 'passed') throw new Error(`passed: ${place} ${character}`)
    }
  }
  expect(seen).toContain('failed')
})
