// The Comprehensive Learner Record 2.0 (1EdTech). 2.0.1 renames the vocabulary of Open Badges and adds two terms.
import { keywords, of, scoped, set, terms } from './terms.mjs'

const clr = 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#'

const record = (obi, ofCredential, ofSubject) => ({
  '@context': {
    ...keywords,
    ClrCredential: scoped(`${clr}ClrCredential`, { ...keywords, ...ofCredential }),
    ClrSubject: scoped(`${clr}ClrSubject`, {
      ...keywords,
      cred: 'https://www.w3.org/2018/credentials#',
      obi,
      ...terms(clr, 'achievement', { ...of('obi:Achievement'), ...set }),
      ...terms(clr, 'association', { ...of(`${clr}Association`), ...set }),
      ...terms(clr, 'verifiableCredential', { ...of('cred:verifiableCredential'), ...set }),
      ...ofSubject,
    }),
    Association: scoped(`${clr}Association`, {
      ...terms(clr, 'associationType=AssociationType'),
      ...terms(clr, 'sourceId targetId', of('xsd:anyURI')),
    }),
  },
})

export const contexts = new Map([
  ['https://purl.imsglobal.org/spec/clr/v2p0/context.json', record('https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#')],
  [
    'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
    record(
      'https://purl.imsglobal.org/spec/vc/ob/vocab.html#',
      terms(clr, 'partial', of('xsd:boolean')),
      terms(clr, 'identifier=identifier-1', { ...of('obi:Identifier'), ...set }),
    ),
  ],
])
