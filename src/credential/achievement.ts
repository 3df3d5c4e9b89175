import type { Uri } from '../bytes.js'
import { draft, type Untyped } from './draft.js'
import type { Endorsement } from './endorsement.js'
import type { IdentifierEntry, Image, Profile } from './profile.js'
import type { Text } from './text.js'

/** The vocabulary of achievements, open to `ext:` names (Open Badges 3.0, AchievementType). */
export type AchievementType =
  | 'Achievement'
  | 'ApprenticeshipCertificate'
  | 'Assessment'
  | 'Assignment'
  | 'AssociateDegree'
  | 'Award'
  | 'Badge'
  | 'BachelorDegree'
  | 'Certificate'
  | 'CertificateOfCompletion'
  | 'Certification'
  | 'CoCurricular'
  | 'CommunityService'
  | 'Competency'
  | 'Course'
  | 'Degree'
  | 'Diploma'
  | 'DoctoralDegree'
  | 'Fieldwork'
  | 'GeneralEducationDevelopment'
  | 'JourneymanCertificate'
  | 'LearningProgram'
  | 'License'
  | 'MasterCertificate'
  | 'MasterDegree'
  | 'Membership'
  | 'MicroCredential'
  | 'ProfessionalDoctorate'
  | 'QualityAssuranceCredential'
  | 'ResearchDoctorate'
  | 'SecondarySchoolDiploma'
  | `ext:${string}`

/** What an alignment points at, open to `ext:` names (Open Badges 3.0, AlignmentTargetType). */
export type AlignmentTargetType =
  | 'ceasn:Competency'
  | 'ceterms:Credential'
  | 'CFItem'
  | 'CFRubric'
  | 'CFRubricCriterion'
  | 'CFRubricCriterionLevel'
  | 'CTDL'
  | `ext:${string}`

/** What a result says, open to `ext:` names (Open Badges 3.0, ResultType). */
export type ResultType =
  | 'GradePointAverage'
  | 'LetterGrade'
  | 'Percent'
  | 'PerformanceLevel'
  | 'PredictedScore'
  | 'RawScore'
  | 'Result'
  | 'RubricCriterion'
  | 'RubricCriterionLevel'
  | 'RubricScore'
  | 'ScaledScore'
  | 'Status'
  | `ext:${string}`

/** What has to be done: a page, a text (Markdown), or both (Open Badges 3.0, Criteria). */
export type Criteria =
  | { readonly id?: Uri | undefined; readonly type?: string | readonly string[] | undefined; readonly narrative: Text }
  | { readonly id: Uri; readonly type?: string | readonly string[] | undefined; readonly narrative?: Text | undefined }

/** A node of an educational framework that something corresponds to (Open Badges 3.0, Alignment). */
export type Alignment = {
  readonly type: readonly ['Alignment', ...string[]]
  readonly targetName: Text
  readonly targetUrl: Uri
  readonly targetCode?: string | undefined
  readonly targetDescription?: Text | undefined
  readonly targetFramework?: Text | undefined
  readonly targetType?: AlignmentTargetType | undefined
}

/** One level of a rubric (Open Badges 3.0, RubricCriterionLevel). */
export type RubricCriterionLevel = {
  readonly id: Uri
  readonly type: readonly ['RubricCriterionLevel', ...string[]]
  readonly name: Text
  readonly description?: Text | undefined
  readonly level?: string | undefined
  readonly points?: string | undefined
  readonly alignment?: readonly Alignment[] | undefined
}

/** A kind of result that the achievement may have (Open Badges 3.0, ResultDescription). */
export type ResultDescription = {
  readonly id: Uri
  readonly type: readonly ['ResultDescription', ...string[]]
  readonly name: Text
  readonly resultType: ResultType
  /** In order, the lowest first. */
  readonly allowedValue?: readonly string[] | undefined
  /** The id of a rubric level of this description. */
  readonly requiredLevel?: Uri | undefined
  readonly requiredValue?: string | undefined
  readonly rubricCriterionLevel?: readonly RubricCriterionLevel[] | undefined
  readonly valueMin?: string | undefined
  readonly valueMax?: string | undefined
  readonly alignment?: readonly Alignment[] | undefined
}

/** Another edition or translation of the same achievement (Open Badges 3.0, Related). */
export type Related = {
  readonly id: Uri
  readonly type: readonly ['Related', ...string[]]
  readonly inLanguage?: string | undefined
  readonly version?: string | undefined
}

/** What is awarded (Open Badges 3.0, Achievement). */
export type Achievement = {
  readonly id: Uri
  readonly type: readonly ['Achievement', ...string[]]
  readonly name: Text
  readonly description: Text
  readonly criteria: Criteria
  readonly achievementType?: AchievementType | undefined
  readonly alignment?: readonly Alignment[] | undefined
  readonly creator?: Profile | undefined
  readonly creditsAvailable?: number | undefined
  readonly endorsement?: readonly Endorsement[] | undefined
  /** Compact JWS. The published context 3.0.3 has no word for it: it may be read, and is not written. */
  readonly endorsementJwt?: readonly string[] | undefined
  readonly fieldOfStudy?: Text | undefined
  readonly humanCode?: string | undefined
  readonly image?: Image | undefined
  /** A BCP 47 tag of the form that Open Badges allows: `fr`, `fr-CA`, `zh-Hant-TW`. */
  readonly inLanguage?: string | undefined
  readonly otherIdentifier?: readonly IdentifierEntry[] | undefined
  readonly related?: readonly Related[] | undefined
  readonly resultDescription?: readonly ResultDescription[] | undefined
  readonly specialization?: Text | undefined
  readonly tag?: readonly string[] | undefined
  readonly version?: string | undefined
}

export declare namespace achievement {
  type AlignmentOptions = Untyped<Alignment>
  type LevelOptions = Omit<Untyped<RubricCriterionLevel>, 'alignment'> & { readonly alignment?: readonly AlignmentOptions[] | undefined }
  type ResultDescriptionOptions = Omit<Untyped<ResultDescription>, 'alignment' | 'rubricCriterionLevel'> & {
    readonly alignment?: readonly AlignmentOptions[] | undefined
    readonly rubricCriterionLevel?: readonly LevelOptions[] | undefined
  }
  type Options = Omit<Achievement, 'type' | 'alignment' | 'endorsementJwt' | 'image' | 'otherIdentifier' | 'related' | 'resultDescription'> & {
    readonly type?: Achievement['type'] | undefined
    readonly alignment?: readonly AlignmentOptions[] | undefined
    readonly image?: Untyped<Image> | undefined
    readonly otherIdentifier?: readonly Untyped<IdentifierEntry>[] | undefined
    readonly related?: readonly Untyped<Related>[] | undefined
    readonly resultDescription?: readonly ResultDescriptionOptions[] | undefined
  }
}

/**
 * Describes what is awarded (Open Badges 3.0, Achievement). Define it once and give it to every badge. A missing `type` inside is written
 * for you.
 *
 * @throws {InvalidError} with every rule that it breaks
 * @example
 * achievement({ id: 'https://uni.example/a/statistics', name: 'Statistics I', description: 'Thirty hours.', criteria: { narrative: 'Pass the exam.' } })
 */
export function achievement(options: achievement.Options): Achievement {
  return draft('achievement', { type: ['Achievement'], ...options })
}
