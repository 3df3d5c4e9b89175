import { toHex } from '../../src/bytes.js'
import { achievement } from '../../src/credential/achievement.js'
import { openBadge } from '../../src/credential/badge.js'
import { identity } from '../../src/credential/identity.js'
import { profile } from '../../src/credential/profile.js'
import type { CompactJwt, Signed } from '../../src/credential/secured.js'
import { sha256 } from '../../src/hash.js'
import { sign } from '../../src/sign/index.js'
import { eddsaRdfc2022 } from '../../src/sign/rdfc.js'
import { keys } from '../badges.js'

const uni = 'https://uni.example'
const issuer = profile({
  id: keys.ed25519.controller,
  name: 'University of Example',
  url: uni,
  email: 'records@uni.example',
  description: 'A public university with nine faculties and a school for those who study beside their work.',
  image: { id: `${uni}/images/seal.png`, caption: 'The seal of the university' },
  address: { addressCountry: 'France', addressCountryCode: 'FR', addressLocality: 'Brest', postalCode: '29200', streetAddress: '3 rue des Archives' },
})
const course = achievement({
  id: `${uni}/courses/statistics`,
  name: 'Statistics for the Social Sciences',
  description: 'Awarded to those who attended ten weeks of seminars, passed the written examination, and presented a study of their own.',
  criteria: {
    id: `${uni}/courses/statistics/criteria`,
    narrative: 'Attend **eight of ten** seminars, reach 12 of 20 points, and present a study of 3,000 words.',
  },
  achievementType: 'MicroCredential',
  creditsAvailable: 6,
  fieldOfStudy: 'Social and behavioural sciences',
  humanCode: 'STAT-100',
  inLanguage: 'en',
  tag: ['statistics', 'sampling', 'regression', 'open data'],
  alignment: [
    { targetName: 'apply statistical analysis techniques', targetUrl: `${uni}/esco/47a49cd6-097d-457a-9f7b-c290c14930d5`, targetFramework: 'ESCO' },
    { targetName: 'Level 6', targetUrl: `${uni}/eqf/6`, targetFramework: 'European Qualifications Framework', targetCode: '6' },
  ],
  resultDescription: [{ id: 'urn:uuid:8a3c2f10-5b1e-4d2a-9c57-000000000000', name: 'Points', resultType: 'RawScore', valueMin: '0', valueMax: '20' }],
})

/** A full, signed badge of learner `at`: issuer and achievement are everybody's, all else is theirs. */
export function badge(at: number): Promise<Signed> {
  const digest = toHex(sha256(`learner ${at}`))
  return sign(
    openBadge({
      id: `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-4e57-b1c4-${digest.slice(12, 24)}`,
      issuer,
      achievement: course,
      subject: {
        id: `did:example:${digest.slice(24, 40)}`,
        identifier: [identity(`learner-${at}@students.uni.example`, { type: 'emailAddress', salt: digest.slice(40, 56) })],
        role: at % 3 === 0 ? 'Student' : 'Guest student',
      },
      validFrom: new Date(Date.UTC(2026, 0, 1 + (at % 28), at % 24)),
      validUntil: new Date(Date.UTC(2031, 0, 1 + (at % 28), at % 24)),
      name: course.name,
      results: [{ resultDescription: 'urn:uuid:8a3c2f10-5b1e-4d2a-9c57-000000000000', value: String(10 + (at % 11)), status: 'Completed' }],
      evidence: [{ id: `${uni}/evidence/${digest.slice(56)}`, name: 'Study', narrative: `What the figures of commune ${at} say about who votes.` }],
    }),
    { suite: eddsaRdfc2022, key: keys.ed25519 },
  )
}

/** A text of random letters, which hardly compresses. Sealing asks for no more than a text. */
export function letters(length: number, seed: number): CompactJwt {
  let text = ''
  for (let block = 0; text.length < length; block++)
    for (const byte of sha256(`${seed} ${block}`)) if (byte < 208) text += String.fromCharCode((byte % 52 < 26 ? 65 : 71) + (byte % 52))
  return text.slice(0, length) as CompactJwt
}
