export type {
  Achievement,
  AchievementType,
  Alignment,
  AlignmentTargetType,
  Criteria,
  Related,
  ResultDescription,
  ResultType,
  RubricCriterionLevel,
} from './achievement.js'
export { achievement } from './achievement.js'
export type { Evidence, Learner, OpenBadge, Result, ResultStatus, StatusEntry, Subject } from './badge.js'
export { credentialsContext, openBadge, openBadgeContext, openBadgeExtensions } from './badge.js'
export type { Endorsement } from './endorsement.js'
export type { IdentifierType, IdentityObject } from './identity.js'
export { identity, matches } from './identity.js'
export type { Issue } from './issue.js'
export { InvalidError } from './issue.js'
export type { Address, GeoCoordinates, IdentifierEntry, Image, Profile } from './profile.js'
export { profile } from './profile.js'
export type { Anchored, CompactJwt, Credential, OneOrMany, Proof, Recorder, Secured, SignatureRecord, Signed, Verified } from './secured.js'
export { isCompactJwt, NotSecuredError, secured, signed, toText } from './secured.js'
export type { TaggedText, Text } from './text.js'
export { taggedTexts, textIn } from './text.js'
export type { Validated } from './validate.js'
export { validate, validateCredential } from './validate.js'
