// Frozen: records on chains were packed with exactly this text, and its digest stands in the tests. A better dictionary is a new file with a new id.
// What is rare comes first and the frame of a badge last, because DEFLATE spends fewer bits on what is near (RFC 1951, 3.2.5).

const vocabulary = [
  'ApprenticeshipCertificate","Assessment","Assignment","AssociateDegree","Award","BachelorDegree","CertificateOfCompletion","Certification","CoCurricular"',
  'CommunityService","Competency","Degree","Diploma","DoctoralDegree","Fieldwork","GeneralEducationDevelopment","JourneymanCertificate","LearningProgram"',
  'License","MasterCertificate","MasterDegree","Membership","ProfessionalDoctorate","QualityAssuranceCredential","ResearchDoctorate","SecondarySchoolDiploma"',
  'ceasn:Competency","ceterms:Credential","CFItem","CFRubric","CFRubricCriterion","CFRubricCriterionLevel","CTDL"',
  'GradePointAverage","PerformanceLevel","PredictedScore","RubricCriterion","RubricScore","ScaledScore"',
  'Enrolled","Failed","InProgress","OnHold","Provisional","Withdrew"',
  'systemId","productId","userName","accountId","nationalIdentityNumber","isbn","issn","lisSourcedId","oneRosterSourcedId","sisSourcedId","ltiContextId"',
  'ltiDeploymentId","ltiToolId","ltiPlatformId","ltiUserId","identifier","name","sourcedId","emailAddress"',
].join('')

const frames = [
  '"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json","https://w3id.org/security/suites/ed25519-2020/v1",',
  '"https://w3id.org/security/data-integrity/v2","https://purl.imsglobal.org/spec/ob/v3p0/context.json","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",',
  '"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],"type":["VerifiableCredential","ClrCredential","AchievementCredential","EndorsementCredential"],',
  '"issuanceDate":"2025-01-01T00:00:00Z","expirationDate":"2030-12-31T23:59:59Z",',
  '"credentialSchema":[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}],',
  '"refreshService":{"id":"https://","type":"1EdTechCredentialRefresh"},"termsOfUse":[{"type":"',
  '"endorsement":[{"@context":["https://www.w3.org/ns/credentials/v2"],"credentialSubject":{"id":"","type":["EndorsementSubject"],"endorsementComment":"',
  '"relatedResource":[{"id":"https://","digestSRI":"sha384-","digestMultibase":"u',
  '"verifiableCredential":[{"association":[{"type":"Association","associationType":"isChildOf","sourceId":"urn:uuid:","targetId":"urn:uuid:"}],"partial":true,',
  '"parentOrg":{"type":["Profile"],"official":"","phone":"+33","familyName":"","givenName":"","additionalName":"","honorificPrefix":"Dr.","dateOfBirth":"1990-',
  '"otherIdentifier":[{"type":"IdentifierEntry","identifier":"","identifierType":"sourcedId"}],',
  '"address":{"type":["Address"],"addressCountry":"","addressCountryCode":"FR","addressRegion":"","addressLocality":"","streetAddress":"","postOfficeBoxNumber":"","postalCode":"","geo":{"type":"GeoCoordinates","latitude":4,"longitude":-1}},',
  '"related":[{"type":["Related"],"id":"https://","inLanguage":"fr","version":"1.0"}],',
  '"rubricCriterionLevel":[{"type":["RubricCriterionLevel"],"id":"urn:uuid:","name":"","level":"","points":"","description":""}],"allowedValue":["A","B","C","D","E","F"],"requiredLevel":"","requiredValue":"",',
  '"alignment":[{"type":["Alignment"],"targetName":"","targetUrl":"http://data.europa.eu/esco/skill/","targetCode":"","targetDescription":"","targetFramework":"ESCO","targetType":"ext:"},',
  '{"targetUrl":"https://","targetFramework":"European Qualifications Framework"}],',
  '"resultDescription":[{"type":["ResultDescription"],"id":"urn:uuid:","name":"Grade","resultType":"LetterGrade","resultType":"RawScore","resultType":"Percent","resultType":"Status","valueMin":"0","valueMax":"100"}],',
  '"specialization":"","creator":{"id":"https://","type":["Profile"],"name":"University","url":"https://www.","email":"","description":"The ","image":{"type":"Image","id":"https://","caption":""}},',
  '"creditsAvailable":6,"fieldOfStudy":"","humanCode":"","inLanguage":"en","tag":["","version":"1"',
  '"activityStartDate":"2026-01-01T00:00:00Z","activityEndDate":"2026-06-30T00:00:00Z","creditsEarned":3,"licenseNumber":"","narrative":"","role":"Student","source":{"type":["Profile"],"term":"',
  '{"id":"did:key:zDna","id":"did:web:","id":"mailto:","id":"urn:uuid:","id":"https://www.","id":"http://',
  '{"type":"Ed25519Signature2020","cryptosuite":"ecdsa-sd-2023","cryptosuite":"bbs-2023","cryptosuite":"ecdsa-jcs-2019","cryptosuite":"eddsa-jcs-2022","cryptosuite":"ecdsa-rdfc-2019","previousProof":"urn:uuid:","created":"2026-01-01T00:00:00Z","expires":"2027-',
  '{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:',
  '","type":["VerifiableCredential","OpenBadgeCredential"],"name":"',
  '","description":"","image":{"id":"https://","type":"Image"},"issuer":{"type":["Profile"],"id":"did:key:z6Mk","name":"University of ","url":"https://',
  '"},"validFrom":"2026-01-01T00:00:00Z","validUntil":"2036-12-31T00:00:00Z","awardedDate":"2026-06-30T00:00:00Z","credentialSubject":{"id":"did:example:","identifier":[{"type":"IdentityObject","hashed":true,"identityHash":"sha256$',
  '","identityType":"emailAddress","salt":""}],"type":["AchievementSubject"],"achievement":{"type":["Achievement"],"id":"https://',
  '","name":"","description":"","criteria":{"id":"https://","narrative":""},"achievementType":"MicroCredential","achievementType":"Certificate","achievementType":"Course","achievementType":"Badge"}',
  ',"result":[{"type":["Result"],"resultDescription":"urn:uuid:","value":"","achievedLevel":"urn:uuid:","status":"Completed"}]},"evidence":[{"type":["Evidence"],"id":"https://","name":"","narrative":"","description":"","genre":"","audience":"',
  '"}],"credentialStatus":{"id":"https://","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"","statusListCredential":"https://"},',
  '"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-01-01T00:00:00Z","verificationMethod":"did:key:z6Mk#z6Mk","verificationMethod":"did:web:","proofPurpose":"assertionMethod","proofValue":"z"}]}',
].join('')

/** Open Badges 3.0 as this package and others write them: contexts, members, vocabularies, proofs. */
export const text: string = vocabulary + frames
