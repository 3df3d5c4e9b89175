// What every row works on: badges of some 2.8 KB that differ in every value that a real batch differs in, and the key that signs them.

import { hash } from 'node:crypto'
import { achievement, identity, openBadge, profile } from 'microcred/credential'
import { asDidKey } from 'microcred/did'
import { ed25519 } from 'microcred/keys'

const secret = hash('sha256', 'the issuer of the benchmark', 'buffer')
export const key = asDidKey(ed25519(secret))
export const secretKey = secret

/** When everything is signed and verified: no row reads a clock. */
export const now = new Date('2026-06-01T12:00:00Z')

const uni = 'https://uni.example'
const issuer = profile({
  id: key.controller,
  name: 'University of Example',
  url: uni,
  email: 'records@uni.example',
  description: 'A public university with nine faculties and a school for those who study beside their work.',
  image: { id: `${uni}/images/seal.png`, caption: 'The seal of the university' },
  address: { addressCountry: 'France', addressCountryCode: 'FR', addressLocality: 'Brest', postalCode: '29200', streetAddress: '3 rue des Archives' },
})

/** Eight courses, as a batch of one graduation has them. */
const courses = Array.from({ length: 8 }, (_, at) =>
  achievement({
    id: `${uni}/courses/statistics-${at}`,
    name: `Statistics for the Social Sciences, part ${at + 1}`,
    description:
      'Awarded to those who attended ten weeks of seminars, passed the written examination, and presented a study of their own on data that a public office had published.',
    criteria: {
      id: `${uni}/courses/statistics-${at}/criteria`,
      narrative: 'Attend **eight of ten** seminars, reach 12 of 20 points in the examination, and present a study of at least 3,000 words.',
    },
    achievementType: 'MicroCredential',
    creditsAvailable: 6,
    fieldOfStudy: 'Social and behavioural sciences',
    humanCode: `STAT-${100 + at}`,
    image: { id: `${uni}/images/statistics-${at}.png`, caption: 'A curve over a map' },
    inLanguage: 'en',
    tag: ['statistics', 'sampling', 'regression', 'open data'],
    alignment: [
      {
        targetName: 'apply statistical analysis techniques',
        targetUrl: 'http://data.europa.eu/esco/skill/47a49cd6-097d-457a-9f7b-c290c14930d5',
        targetFramework: 'ESCO',
      },
      { targetName: 'Level 6', targetUrl: 'http://data.europa.eu/snb/eqf/6', targetFramework: 'European Qualifications Framework', targetCode: '6' },
    ],
    resultDescription: [
      { id: `urn:uuid:8a3c2f10-5b1e-4d2a-9c57-00000000000${at}`, name: 'Points in the examination', resultType: 'RawScore', valueMin: '0', valueMax: '20' },
    ],
  }),
)

/** The badge of learner `at`. */
export function badgeOf(at) {
  const course = courses[at % courses.length]
  const number = String(at).padStart(12, '0')
  return openBadge({
    id: `urn:uuid:6f1d2c3b-9a80-4e57-b1c4-${number}`,
    issuer,
    achievement: course,
    subject: {
      id: `did:example:learner-${number}`,
      identifier: [identity(`learner-${at}@students.uni.example`, { type: 'emailAddress', salt: `salt-${number}` })],
      role: at % 3 === 0 ? 'Student' : 'Guest student',
      term: `Spring ${2020 + (at % 7)}`,
    },
    validFrom: new Date(Date.UTC(2026, 0, 1 + (at % 28), at % 24)),
    validUntil: new Date(Date.UTC(2031, 0, 1 + (at % 28), at % 24)),
    awardedDate: new Date(Date.UTC(2025, 11, 1 + (at % 28))),
    name: course.name,
    results: [{ resultDescription: course.resultDescription?.[0]?.id, value: String(10 + (at % 11)), status: 'Completed' }],
    evidence: [{ id: `${uni}/evidence/${number}`, name: 'Study', narrative: `What the figures of commune ${at} say about who votes, and about who does not.` }],
  })
}

/** The transcript of learner `at`: a Comprehensive Learner Record 2.0 that holds a hundred badges, each of an achievement of its own. */
export function transcriptOf(at) {
  const number = String(at).padStart(12, '0')
  const badges = Array.from({ length: 100 }, (_, course) => {
    const badge = badgeOf(100 * at + course)
    const { achievement: common } = badge.credentialSubject
    const achievement = {
      ...common,
      id: `${uni}/courses/${number}-${course}`,
      name: `Course ${course} of learner ${at}`,
      humanCode: `C-${at}-${course}`,
    }
    return { ...badge, credentialSubject: { ...badge.credentialSubject, id: `did:example:learner-${number}`, achievement } }
  })
  const { evidence: _, ...record } = badgeOf(at)
  return {
    ...record,
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', ...record['@context'].slice(1)],
    type: ['VerifiableCredential', 'ClrCredential'],
    credentialSubject: { id: `did:example:learner-${number}`, type: ['ClrSubject'], verifiableCredential: badges },
  }
}

/** One record of learner `at` that says of a hundred achievements itself that they were reached. */
export function recordOf(at) {
  const { credentialSubject, ...record } = transcriptOf(at)
  const reached = credentialSubject.verifiableCredential.map((badge) => {
    const { alignment, image, resultDescription, ...achievement } = badge.credentialSubject.achievement
    return { ...achievement, criteria: { narrative: `${achievement.name}: ${achievement.criteria.narrative}` } }
  })
  return { ...record, credentialSubject: { id: credentialSubject.id, type: credentialSubject.type, achievement: reached } }
}
