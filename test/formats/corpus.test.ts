import { afterAll, describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes.js'
import type { Load } from '../../src/seams.js'
import type { Report } from '../../src/verify/index.js'
import { chunk } from '../bake/images.js'
import { counted, haveVectors, jsonVector, printCounts, readVector } from '../vectors.js'
import { badges, type Case, type Document, examine, isPart, manifestOf, published, sampleOf, shown, webOf } from './corpus.js'
import { secure, whyOf } from './web.js'

afterAll(printCounts)

/** Valid for the reference validator, and not passed here. */
const argued: { readonly [id: string]: string } = {
  'ob20/rdf-validation/valid-badge-class.json': 'It has no image, which the standard requires of a badge class, and stands on another host than its issuer.',
  'ob20/rdf-validation/valid-badge-class-empty-criteria-type.json':
    'It has no image, which the standard requires of a badge class, and stands on another host than its issuer.',
  'ob20/rdf-validation/valid-cool-class.json': 'It is of a class of somebody’s own: there is nothing of Open Badges to pass.',
  'ob20/warning-issuer-non-http.json': 'The profile says that its id is a UUID, which no host can stand for: who the issuer is cannot be told.',
}

function outcomeOf(one: Case): Promise<Report> {
  const { held, load } = shown(one)
  return examine(held, load)
}

describe.skipIf(!haveVectors)('the Open Badges 2.0 files of the 1EdTech validator', () => {
  test.each(badges.filter(({ expected }) => expected === 'invalid'))('$id is invalid, and not passed', async (one) => {
    const report = await outcomeOf(one)
    counted('1EdTech OB 2.0, invalid and not passed', report.outcome !== 'passed')
    expect(report.outcome).toBe('failed')
  })

  test.each(badges.filter(({ expected }) => expected !== 'invalid'))('$id is $expected, and passed where nothing speaks against it', async (one) => {
    const report = await outcomeOf(one)
    counted(`1EdTech OB 2.0, valid or with a warning and passed (${Object.keys(argued).length} argued)`, report.outcome === 'passed')
    expect(report.outcome === 'passed', whyOf(report)).toBe(!(one.id in argued))
  })

  test('why each that is not passed is not', async () => {
    const table: { [id: string]: string } = {}
    for (const one of badges) {
      const report = await outcomeOf(one)
      if (report.outcome !== 'passed') table[`${one.id} (${one.expected})`] = whyOf(report)
    }
    expect(table).toMatchInlineSnapshot(`
      {
        "ob20/assertion-with-data-image.json (invalid)": "shape failed credential.InvalidError",
        "ob20/assertion-with-extension-node-invalid.json (invalid)": "shape failed credential.InvalidError",
        "ob20/basic-assertion-expired-before-issued.json (invalid)": "shape failed credential.InvalidError, validity failed verify.ExpiredError",
        "ob20/basic-assertion-expired.json (invalid)": "validity failed verify.ExpiredError",
        "ob20/basic-assertion-in-future.json (invalid)": "validity failed verify.NotYetValidError",
        "ob20/basic-assertion-invalid-context.json (invalid)": "shape failed credential.InvalidError",
        "ob20/basic-assertion-invalid-type.json (invalid)": "shape failed formats.NotAnAwardError",
        "ob20/basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json (invalid)": "binding failed formats.OutOfScopeError",
        "ob20/basic-assertion-with-allowed-origins-invalid-starts-with.json (invalid)": "binding failed formats.OutOfScopeError",
        "ob20/rdf-validation/badge-class-invalid-issuer-type.json (invalid)": "shape failed credential.InvalidError",
        "ob20/rdf-validation/invalid-class.json (invalid)": "shape failed credential.InvalidError",
        "ob20/rdf-validation/invalid-empty-type.json (invalid)": "shape failed credential.InvalidError",
        "ob20/rdf-validation/invalid-one-invalid-class.json (invalid)": "shape failed credential.InvalidError",
        "ob20/rdf-validation/valid-badge-class-empty-criteria-type.json (valid)": "shape failed credential.InvalidError, binding failed formats.OutOfScopeError",
        "ob20/rdf-validation/valid-badge-class.json (valid)": "shape failed credential.InvalidError, binding failed formats.OutOfScopeError",
        "ob20/rdf-validation/valid-cool-class.json (valid)": "shape failed credential.InvalidError",
        "ob20/simple-revoked.jwt (invalid)": "status failed status.RevokedError",
        "ob20/warning-issuer-non-http.json (warning)": "shape unknown formats.BadDocumentError, binding unknown formats.BadDocumentError, status unknown formats.BadDocumentError",
      }
    `)
  })

  test.each(badges.filter((one) => !isPart(one)))('without the network, $id is never passed', async (one) => {
    const report = await examine(sampleOf(one).held)
    counted('1EdTech OB 2.0, not passed without `load`', report.outcome !== 'passed')
    expect(report.outcome).not.toBe('passed')
    if (one.expected === 'valid') expect(whyOf(report)).toMatch(/^(\w+ unknown load\.NoLoadError(, )?)+$/)
  })

  test.each(badges.filter((one) => !isPart(one) && !one.file.endsWith('.jwt')))('as long as $id is not where it says, it is never passed', async (one) => {
    const { held, document } = sampleOf(one)
    const report = await examine(held, published())
    expect(report.outcome).not.toBe('passed')
    const { signature } = report.checks
    // The three whose form was wrong at first sight were not looked for.
    if (signature.outcome === 'unknown') expect(signature.problem).toMatchObject({ name: 'load.FailedError', facts: { url: secure(String(document.id)) } })
    else expect(one.expected).toBe('invalid')
  })

  test.each(badges.filter(isPart))('$id by itself is awarded to nobody', async (one) => {
    const report = await examine(sampleOf(one).held, published())
    expect(report.outcome).toBe('failed')
  })
})

const core = 'openbadges-validator-core'
const coreManifest = manifestOf(core)
const component = (name: string): Document => jsonVector(`${core}/components/${name}.json`)
const version1 = (): readonly Document[] => [
  { id: 'http://a.com/badgeclass', ...component('1_0_basic_badgeclass') },
  { id: 'http://a.com/issuer', ...component('1_0_basic_issuer') },
]
/** Served as their hosts would: documents of 1.0 do not say where they stand. */
const unnamed = ({ id, ...document }: Document): readonly [string, Document] => [secure(String(id)), document]

function coreWeb(one: Case): Load {
  const own = one.file.endsWith('.png') ? component('2_0_basic_assertion') : component(one.id)
  const version = one.id.slice(0, 3)
  const parts = version === '1_1' ? [component('1_1_basic_badgeclass'), component('1_1_basic_issuer')] : []
  const bare = new Map(version === '1_0' ? version1().map(unnamed) : [])
  const rest = webOf(core, coreManifest, own, ...parts)
  return async (url) => (bare.has(url) ? { url, bytes: utf8(JSON.stringify(bare.get(url))) } : rest(url))
}

/** Read by the older validator, and not verified here. */
const arguedCore: { readonly [id: string]: string } = {
  '0_5_assertion': 'It says neither what it is called nor where it stands: the older validator recognises it, and so do we, and that is all.',
  '0_5_1_assertion': 'As above.',
}

describe.skipIf(!haveVectors)('the files of the older 1EdTech validator, 0.5 to 2.0', () => {
  test.each(coreManifest.cases)('$id', async (one) => {
    const load = coreWeb(one)
    const document = one.file.endsWith('.png') ? {} : component(one.id)
    const isAward = 'recipient' in document
    const held = one.file.endsWith('.png')
      ? baked(JSON.stringify(component('2_0_basic_assertion')))
      : isAward
        ? JSON.stringify(document)
        : JSON.stringify(component('2_0_basic_assertion'))
    const report = await examine(held, load)
    counted('1EdTech OB 0.5 to 2.0, as expected (2 argued)', (report.outcome === 'passed') === (one.expected === 'valid'))
    expect(report.outcome === 'passed', whyOf(report)).toBe(one.expected === 'valid' && !(one.id in arguedCore))
    if (one.id in arguedCore) expect(whyOf(report)).toBe('shape unknown formats.VersionError')
  })

  function baked(text: string): Uint8Array {
    const heart = new Uint8Array(readVector(`${core}/public_domain_heart.png`))
    const end = heart.length - 12
    return new Uint8Array([...heart.subarray(0, end), ...chunk('iTXt', `openbadges\0\0\0\0\0${text}`), ...heart.subarray(end)])
  }
})
