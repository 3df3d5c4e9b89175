import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fromSvg, toSvg } from '../../src/bake/index.js'
import { type Secured, signed, toText } from '../../src/credential/secured.js'
import { counted, haveVectors, printCounts } from '../vectors.js'
import { badge, badgeJwt, formatOf, jwt, nameOf, outcome, published, readPublished } from './images.js'

afterAll(printCounts)

const ob = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
const svg = (inside: string, attributes = ob): string => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`
const held = (text: string): string => `<openbadges:credential><![CDATA[${text}]]></openbadges:credential>`

describe.skipIf(!haveVectors)('published images', () => {
  test.each(haveVectors ? published('.svg') : [])('$file', ({ file, format }) => {
    const image = readPublished(file).toString('utf8')
    const text = fromSvg(image) ?? ''
    const right = formatOf(text) === format && image.replaceAll('\r\n', '\n').includes(text)
    counted('1edtech-validator baked SVG', right)
    expect(right).toBe(true)
    // Ours directly after the opening tag, theirs gone, the rest byte for byte.
    const baked = toSvg(image, badge)
    expect(fromSvg(baked)).toBe(toText(badge))
    const theirs = /<openbadges:credential[\s\S]*(?:<\/openbadges:credential>|\/>)/.exec(image.slice(0, image.indexOf('<g')))?.[0] ?? ''
    const opening = /<svg[^>]*>/.exec(image)?.[0] ?? ''
    const ours = held(toText(badge).replace(']]>', ']]]]><![CDATA[>'))
    expect(baked).toBe(image.replace(theirs, '').replace(opening, () => opening + ours))
  })
})

describe('toSvg', () => {
  test('writes the element as Open Badges 3.0 says', () => {
    const image = '<?xml version="1.0"?>\n<svg\n  xmlns="http://www.w3.org/2000/svg">\n  <g/>\n</svg>\n'
    expect(toSvg(image, signed({ name: 'Zoé', proof: { type: 'p' } }))).toMatchInlineSnapshot(`
      "<?xml version="1.0"?>
      <svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"
        xmlns="http://www.w3.org/2000/svg"><openbadges:credential><![CDATA[{"name":"Zoé","proof":[{"type":"p"}]}]]></openbadges:credential>
        <g/>
      </svg>
      "
    `)
    expect(toSvg(image, badgeJwt)).toMatchInlineSnapshot(`
      "<?xml version="1.0"?>
      <svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"
        xmlns="http://www.w3.org/2000/svg"><openbadges:credential verify="eyJhbGciOiJFZERTQSJ9.eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIiwiT3BlbkJhZGdlQ3JlZGVudGlhbCJdfQ.c2ln"></openbadges:credential>
        <g/>
      </svg>
      "
    `)
    expect(toSvg('<svg/>', badgeJwt)).toMatchInlineSnapshot(
      `"<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential verify="eyJhbGciOiJFZERTQSJ9.eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIiwiT3BlbkJhZGdlQ3JlZGVudGlhbCJdfQ.c2ln"></openbadges:credential></svg>"`,
    )
    expect(toSvg('<s:svg xmlns:s="http://www.w3.org/2000/svg" width="1" />', badgeJwt)).toMatchInlineSnapshot(
      `"<s:svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns:s="http://www.w3.org/2000/svg" width="1" ><openbadges:credential verify="eyJhbGciOiJFZERTQSJ9.eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIiwiT3BlbkJhZGdlQ3JlZGVudGlhbCJdfQ.c2ln"></openbadges:credential></s:svg>"`,
    )
  })

  test('leaves a prefix that means something else alone', () => {
    const image = svg('<openbadges:note/><openbadges:assertion verify="https://example.org/1"/>', 'xmlns:openbadges="http://openbadges.org"')
    expect(toSvg(image, badgeJwt)).toBe(
      svg(`<openbadges:credential ${ob} verify="${badgeJwt}"></openbadges:credential><openbadges:note/>`, 'xmlns:openbadges="http://openbadges.org"'),
    )
  })

  test('writes a learner record under its own namespace', () => {
    const record = jwt({ type: ['ClrCredential'] })
    expect(toSvg('<svg></svg>', record)).toBe(`<svg xmlns:clr="https://purl.imsglobal.org/clr/v2p0"><clr:credential verify="${record}"></clr:credential></svg>`)
    expect(fromSvg(toSvg('<svg></svg>', record))).toBe(record)
  })

  test('gives back any text, keeps every other character, and replaces what was there', () => {
    const hard = fc.constantFrom(
      ']]>',
      ']]',
      '>',
      '<![CDATA[',
      '&amp;',
      '</openbadges:credential>',
      '\u0000',
      '\u0085',
      '\u2028',
      '\uffff',
      '\ufffe',
      '\r\n',
      '😀',
    )
    const words = fc.array(fc.oneof(hard, fc.string({ unit: 'binary' })), { maxLength: 6 }).map((parts) => parts.join(''))
    const secured = fc.record({ name: words, [']]>']: words }).map((members) => signed({ ...members, proof: { type: 'p' } }))
    const old = fc.constantFrom(
      held('{"old":"]]]]><![CDATA[>"}'),
      '<openbadges:credential verify="a.b.c"/>',
      '<o:assertion xmlns:o="http://openbadges.org" verify="https://example.org"><![CDATA[{}]]></o:assertion>',
      '<credential xmlns="https://purl.imsglobal.org/clr/v2p0">{&quot;a&quot;:1}</credential >',
      '<openbadges:credential><openbadges:credential/></openbadges:credential>',
      '<openbadges:credential></openbadges:credential>',
    )
    const other = fc.constantFrom(
      '<!-- <openbadges:credential verify="no.no.no"/> -->',
      '<![CDATA[<openbadges:credential verify="no.no.no"/>]]>',
      '<?php <openbadges:credential verify="no.no.no"/> ?>',
      '<g title="&lt;openbadges:credential>"> &#233; </g>',
      '<credential verify="no.no.no"/>',
      '<openbadges:credential xmlns:openbadges="https://example.org/" verify="no.no.no"/>',
      '<g a=\'"\' b="\'" />',
      '\r\n\t text é 学 😀 ',
    )
    const parts = fc.array(fc.oneof(fc.tuple(fc.constant(true), old), fc.tuple(fc.constant(false), other)), { maxLength: 6 })
    fc.assert(
      fc.property(secured, parts, fc.boolean(), (credential, all, nested) => {
        const wrap = (inside: string): string => svg(nested ? `<defs>${inside}</defs>` : inside)
        const baked = toSvg(wrap(all.map(([, part]) => part).join('')), credential)
        const text = fromSvg(baked) ?? ''
        // Characters that XML cannot hold come back as JSON escapes; everything else as it was.
        expect(JSON.parse(text)).toEqual(credential)
        expect(JSON.stringify(JSON.parse(text))).toBe(toText(credential))
        if (!/[\u007f-\u009f\u2028\u2029\ufffe\uffff]/.test(toText(credential))) expect(text).toBe(toText(credential))
        expect(baked).not.toMatch(/[\u0000-\u0008\u007f-\u009f\u2028\u2029\ufffe\uffff]/)
        const rest = wrap(all.map(([was, part]) => (was ? '' : part)).join(''))
        const opening = svg('').slice(0, -6)
        expect(baked.startsWith(`${opening}<openbadges:credential><![CDATA[`)).toBe(true)
        expect(opening + baked.slice(baked.length - (rest.length - opening.length))).toBe(rest)
        expect(toSvg(toSvg(rest, badge), credential)).toBe(baked)
      }),
      { numRuns: 500 },
    )
  })

  test('takes nothing without a proof, and nothing but an SVG', () => {
    expect(nameOf(() => toSvg('<svg/>', { name: 'no proof' } as unknown as Secured))).toBe('credential.NotSecuredError')
    expect(nameOf(() => toSvg('<html/>', badge))).toBe('bake.SvgError')
  })
})

describe('fromSvg', () => {
  test('finds what others write, by namespace and not by prefix', () => {
    expect([
      fromSvg('<svg/>'),
      fromSvg('\ufeff<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a>[b"><svg></svg><!-- end -->\n'),
      fromSvg(svg(held('{"a":"]]]]><![CDATA[>"}'))),
      fromSvg(svg('<openbadges:credential>\n  {&quot;a&quot;: &#x27;&#233;&apos; &lt;&gt;&amp;\r\n}</openbadges:credential>')),
      fromSvg(svg("<openbadges:credential  verify = ' a.b.c\n'\t/>")),
      fromSvg(svg('<x:credential verify="a.b.c"/>', 'xmlns:x="https://purl.imsglobal.org/ob/v3&#112;0"')),
      fromSvg('<svg><credential xmlns="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/></svg>'),
      fromSvg(
        svg('<openbadges:assertion verify="https://example.org/1?a&amp;b\tc\r\nd">{}</openbadges:assertion>', 'xmlns:openbadges="http://openbadges.org"'),
      ),
      fromSvg(svg('<openbadges:credential verify="a.b.c"/><g><openbadges:credential>a.b.c</openbadges:credential></g>')),
      fromSvg(svg('<openbadges:credential><!-- no -->{<?no no?>}</openbadges:credential>')),
    ]).toMatchInlineSnapshot(`
      [
        undefined,
        undefined,
        "{"a":"]]>"}",
        "{"a": 'é' <>&
      }",
        "a.b.c",
        "a.b.c",
        "a.b.c",
        "https://example.org/1?a&b c d",
        "a.b.c",
        "{}",
      ]
    `)
  })

  test('does not read what only looks like a credential', () => {
    const lookalike = '<openbadges:credential verify="a.b.c"/>'
    expect([
      fromSvg(svg(`<!-- ${lookalike} -->`)),
      fromSvg(svg(`<![CDATA[${lookalike}]]>`)),
      fromSvg(svg(`<?xml ${lookalike}?>`)),
      fromSvg(svg(lookalike, 'xmlns:openbadges="https://example.org/"')),
      fromSvg(svg(`<g ${ob}/>${lookalike}`, 'xmlns:openbadges="https://example.org/"')),
      fromSvg(svg(`<g ${ob}></g>${lookalike}`, 'xmlns:openbadges="https://example.org/"')),
      fromSvg(svg('<openbadges:Credential verify="a.b.c"/>')),
      fromSvg(svg(`<g title="${lookalike.replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"/>`)),
    ]).toEqual(new Array(8).fill(undefined))
  })

  test('refuses by name what is damaged, hostile or says two things', () => {
    const bomb = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>'
    const images: { [what: string]: string } = {
      nothing: '',
      'JSON text': '{"a":1}',
      'a web page': '<!DOCTYPE html><html><svg/></html>',
      'another namespace': '<svg xmlns="https://example.org/"/>',
      'an entity bomb': bomb,
      'a document type that is not closed': '<!DOCTYPE svg "><svg/>',
      'a document type after the image': '<svg><!DOCTYPE svg></svg>',
      'an external entity': '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
      'an entity in the credential': svg('<openbadges:credential>{&a;}</openbadges:credential>'),
      'a lone ampersand in the credential': svg('<openbadges:credential verify="a&b"/>'),
      'an illegal character reference': svg('<openbadges:credential>&#0;</openbadges:credential>'),
      'a surrogate as a reference': svg('<openbadges:credential>&#xD800;</openbadges:credential>'),
      'a reference beyond Unicode': svg(`<openbadges:credential>&#${'9'.repeat(400)};</openbadges:credential>`),
      '100,000 levels': svg('<g>'.repeat(100_000) + '</g>'.repeat(100_000)),
      'an element that is not closed': '<svg><g></svg>',
      'an image that is not closed': '<svg><g/>',
      'a comment that is not closed': '<svg><!-- </svg>',
      'a CDATA section that is not closed': svg('<openbadges:credential><![CDATA[{}</openbadges:credential>'),
      'an attribute that is not closed': `<svg a="${'x'.repeat(10_000_000)}></svg>`,
      'an attribute without quotes': '<svg a=1></svg>',
      'attributes without space': '<svg a="1"b="2"></svg>',
      'an attribute twice': svg('<openbadges:credential verify="a.b.c" verify="d.e.f"/>'),
      'a tag in an attribute': '<svg a="<g/>"></svg>',
      'a tag without a name': '<svg>< g/></svg>',
      'a closing tag too many': '<svg></svg></svg>',
      'two images': '<svg/><svg/>',
      'text before the image': 'x<svg/>',
      'CDATA after the image': '<svg/><![CDATA[x]]>',
      'two credentials': svg(held('{"a":1}') + held('{"a":2}')),
      'an assertion and a credential': svg(`${held('{"a":1}')}<assertion xmlns="http://openbadges.org" verify="https://example.org"/>`),
      'a value and a body that both count': svg('<openbadges:credential verify="a.b.c">{}</openbadges:credential>'),
      'an element in the credential': svg('<openbadges:credential>{<b/>}</openbadges:credential>'),
      'a credential in a credential': svg('<openbadges:credential><openbadges:credential verify="a.b.c"/></openbadges:credential>'),
      'an empty credential': svg('<openbadges:credential> </openbadges:credential>'),
      'a prefix that is not declared': svg('<openbadges:credential verify="a.b.c"/>', ''),
      'a prefix that is no longer declared': svg('<g xmlns:openbadges=""><openbadges:credential verify="a.b.c"/></g>'),
      'an empty value': svg('<openbadges:credential verify=""/>'),
    }
    expect(Object.fromEntries(Object.entries(images).map(([what, image]) => [what, outcome(() => fromSvg(image))]))).toMatchInlineSnapshot(`
      {
        "100,000 levels": "bake.SvgError: This SVG cannot be read: it is nested deeper than 500 levels (character 1591). Save it again as plain SVG, or get the file again from its owner. {"rule":"it is nested deeper than 500 levels","at":1591}",
        "CDATA after the image": "bake.SvgError: This SVG cannot be read: there is text outside the image (character 15). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is text outside the image","at":15}",
        "JSON text": "bake.SvgError: This SVG cannot be read: there is text outside the image (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is text outside the image","at":0}",
        "a CDATA section that is not closed": "bake.SvgError: This SVG cannot be read: a comment, CDATA section or instruction is not closed (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a comment, CDATA section or instruction is not closed","at":117}",
        "a closing tag too many": "bake.SvgError: This SVG cannot be read: a closing tag does not fit (character 11). Save it again as plain SVG, or get the file again from its owner. {"rule":"a closing tag does not fit","at":11}",
        "a comment that is not closed": "bake.SvgError: This SVG cannot be read: a comment, CDATA section or instruction is not closed (character 5). Save it again as plain SVG, or get the file again from its owner. {"rule":"a comment, CDATA section or instruction is not closed","at":5}",
        "a credential in a credential": "bake.SvgError: This SVG cannot be read: there is an element inside the credential (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is an element inside the credential","at":94}",
        "a document type after the image": "bake.SvgError: This SVG cannot be read: a tag has no name (character 5). Save it again as plain SVG, or get the file again from its owner. {"rule":"a tag has no name","at":5}",
        "a document type that is not closed": "bake.SvgError: This SVG cannot be read: its document type is not closed (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"its document type is not closed","at":0}",
        "a lone ampersand in the credential": "bake.SvgError: This SVG cannot be read: a text has an entity that is not declared (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"a text has an entity that is not declared","at":94}",
        "a prefix that is no longer declared": "bake.SvgError: This SVG cannot be read: a prefix is not declared (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a prefix is not declared","at":117}",
        "a prefix that is not declared": "bake.SvgError: This SVG cannot be read: a prefix is not declared (character 41). Save it again as plain SVG, or get the file again from its owner. {"rule":"a prefix is not declared","at":41}",
        "a reference beyond Unicode": "bake.SvgError: This SVG cannot be read: a text has an entity that is not declared (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a text has an entity that is not declared","at":117}",
        "a surrogate as a reference": "bake.SvgError: This SVG cannot be read: a text has an entity that is not declared (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a text has an entity that is not declared","at":117}",
        "a tag in an attribute": "bake.SvgError: This SVG cannot be read: an attribute stands twice, or holds a tag (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"an attribute stands twice, or holds a tag","at":0}",
        "a tag without a name": "bake.SvgError: This SVG cannot be read: a tag has no name (character 5). Save it again as plain SVG, or get the file again from its owner. {"rule":"a tag has no name","at":5}",
        "a value and a body that both count": "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one. {"credentials":2}",
        "a web page": "bake.SvgError: This SVG cannot be read: its first element is not svg (character 15). Save it again as plain SVG, or get the file again from its owner. {"rule":"its first element is not svg","at":15}",
        "an assertion and a credential": "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one. {"credentials":2}",
        "an attribute that is not closed": "bake.SvgError: This SVG cannot be read: a tag is not well-formed, or not closed (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"a tag is not well-formed, or not closed","at":0}",
        "an attribute twice": "bake.SvgError: This SVG cannot be read: an attribute stands twice, or holds a tag (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"an attribute stands twice, or holds a tag","at":94}",
        "an attribute without quotes": "bake.SvgError: This SVG cannot be read: a tag is not well-formed, or not closed (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"a tag is not well-formed, or not closed","at":0}",
        "an element in the credential": "bake.SvgError: This SVG cannot be read: there is an element inside the credential (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is an element inside the credential","at":94}",
        "an element that is not closed": "bake.SvgError: This SVG cannot be read: a closing tag does not fit (character 8). Save it again as plain SVG, or get the file again from its owner. {"rule":"a closing tag does not fit","at":8}",
        "an empty credential": "bake.SvgError: This SVG cannot be read: the credential element is empty (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"the credential element is empty","at":94}",
        "an empty value": "bake.SvgError: This SVG cannot be read: the credential element is empty (character 94). Save it again as plain SVG, or get the file again from its owner. {"rule":"the credential element is empty","at":94}",
        "an entity bomb": "bake.SvgError: This SVG cannot be read: its document type declares something, perhaps entities (character 14). Save it again as plain SVG, or get the file again from its owner. {"rule":"its document type declares something, perhaps entities","at":14}",
        "an entity in the credential": "bake.SvgError: This SVG cannot be read: a text has an entity that is not declared (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a text has an entity that is not declared","at":117}",
        "an external entity": "bake.SvgError: This SVG cannot be read: its document type declares something, perhaps entities (character 14). Save it again as plain SVG, or get the file again from its owner. {"rule":"its document type declares something, perhaps entities","at":14}",
        "an illegal character reference": "bake.SvgError: This SVG cannot be read: a text has an entity that is not declared (character 117). Save it again as plain SVG, or get the file again from its owner. {"rule":"a text has an entity that is not declared","at":117}",
        "an image that is not closed": "bake.SvgError: This SVG cannot be read: an element is not closed (character 9). Save it again as plain SVG, or get the file again from its owner. {"rule":"an element is not closed","at":9}",
        "another namespace": "bake.SvgError: This SVG cannot be read: its first element is not svg (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"its first element is not svg","at":0}",
        "attributes without space": "bake.SvgError: This SVG cannot be read: a tag is not well-formed, or not closed (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"a tag is not well-formed, or not closed","at":0}",
        "nothing": "bake.SvgError: This SVG cannot be read: there is no element (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is no element","at":0}",
        "text before the image": "bake.SvgError: This SVG cannot be read: there is text outside the image (character 0). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is text outside the image","at":0}",
        "two credentials": "bake.ConflictError: This file holds 2 different credentials, and nothing says which one counts. Ask the issuer for a file with one. {"credentials":2}",
        "two images": "bake.SvgError: This SVG cannot be read: there is a second element after the image (character 6). Save it again as plain SVG, or get the file again from its owner. {"rule":"there is a second element after the image","at":6}",
      }
    `)
  })

  test('refuses every beginning of an image', () => {
    const image = haveVectors ? readPublished('ob30/simple-json.svg').toString('utf8').trimEnd() : toSvg('<svg></svg>', badge)
    for (let length = 0; length < image.length; length++) expect(nameOf(() => fromSvg(image.slice(0, length)))).toBe('bake.SvgError')
  })

  test('takes linear time for what is made to be slow', () => {
    const size = 10_000_000
    const many = (unit: string): string => unit.repeat(size / unit.length)
    const names = Array.from({ length: 300_000 }, (_, at) => `xmlns:p${at}="u"`).join(' ')
    const images = [
      svg(`<openbadges:credential verify="${many('x')}"/>`),
      svg(`<g a="${many('&amp;')}"/>`),
      svg(held(many(']'))),
      svg(held(many(']]]]><![CDATA[>'))),
      svg(`<openbadges:credential>${many('&#65;')}</openbadges:credential>`),
      svg(many('<g/>')),
      svg(many('<!---->')),
      svg(`<g ${names}>${many('<p1:g xmlns:p1="v"/>')}</g>`),
      `<${many('x')}`,
      `<svg${many(' ')}`,
      `<svg ${many('a')}`,
      `<!DOCTYPE ${many('"')}`,
      `<!DOCTYPE ${many("'\"'")}`,
      many('<'),
      many('<!--'),
      many('\n'),
    ]
    expect(images.map((image) => String(outcome(() => fromSvg(image))).slice(0, 60))).toMatchInlineSnapshot(`
      [
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "undefined",
        "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>]]>",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "undefined",
        "undefined",
        "undefined",
        "bake.SvgError: This SVG cannot be read: a tag is not well-fo",
        "bake.SvgError: This SVG cannot be read: a tag is not well-fo",
        "bake.SvgError: This SVG cannot be read: a tag is not well-fo",
        "bake.SvgError: This SVG cannot be read: its document type is",
        "bake.SvgError: This SVG cannot be read: its document type is",
        "bake.SvgError: This SVG cannot be read: a tag has no name (c",
        "bake.SvgError: This SVG cannot be read: a comment, CDATA sec",
        "bake.SvgError: This SVG cannot be read: there is no element ",
      ]
    `)
  })

  test('any mutation ends in a text, nothing or an error of ours', () => {
    const image = toSvg(svg('<!-- a --><g a="1">&lt;</g>'), badge)
    const bits = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!DOCTYPE',
      '[',
      ' xmlns="a"',
      '</svg>',
      ':',
      '=',
      ' ',
    )
    fc.assert(
      fc.property(fc.nat(image.length), fc.array(bits, { maxLength: 3 }), fc.nat(30), (at, parts, cut) => {
        const mutated = image.slice(0, at) + parts.join('') + image.slice(at + cut)
        const name = nameOf(() => fromSvg(mutated))
        if (!name.startsWith('bake.')) expect(['string', 'undefined']).toContain(typeof fromSvg(mutated))
        // What can be read can be written, and what was written can be read.
        if (!name.startsWith('bake.SvgError')) expect(fromSvg(toSvg(mutated, badgeJwt))).toBe(badgeJwt)
      }),
      { numRuns: 2000 },
    )
  })
})
