import { isObject, type Json, type JsonObject, many } from '../../json.js'
import { byOwnRules, type Catalogue, day, ofHolder, suitesOf } from './en.js'

/** French. */
export const fr: Catalogue = {
  language: 'fr',
  direction: 'ltr',
  headlines: { passed: 'Vérifié', 'passed, issuer unknown': 'Authentique, émetteur non reconnu', failed: 'Non valable', unknown: 'Impossible à vérifier' },
  advice: {
    passed: 'Tout ce qui a été examiné est en ordre.',
    'passed, issuer unknown':
      'Rien n’a changé depuis la signature. Assurez-vous vous-même que l’émetteur est bien celui qu’il dit : personne ne s’en porte garant ici.',
    failed: 'Ne vous y fiez pas. Demandez le fichier d’origine à son titulaire.',
    unknown: 'Ce n’est ni confirmé ni démenti. Voyez ce qui manque, puis réessayez.',
  },
  checks: {
    shape: 'Forme',
    terms: 'Sens',
    signature: 'Signature',
    binding: 'Signataire',
    validity: 'Dates',
    status: 'Révocation',
    schema: 'Schéma',
    resources: 'Fichiers liés',
    anchor: 'Blockchain',
    issuer: 'Émetteur reconnu',
    recipient: 'Titulaire',
    presentation: 'Présentation',
    parts: 'Contenu',
  },
  pending: 'Vérification…',
  because: {
    absent: 'Rien à vérifier.',
    'not asked': 'Non demandé.',
    'not understood': 'D’un type qui n’est pas accepté ici.',
    inside: 'Demandé à chaque attestation qu’il contient.',
  },
  refresh: {
    label: 'Version actuelle',
    'not asked': 'Son émetteur propose d’en donner la version actuelle ; elle n’a pas été demandée ici.',
    'not understood': 'Son émetteur propose d’en donner la version actuelle, d’une façon qui n’est pas connue ici.',
    same: 'Son émetteur donne la même aujourd’hui.',
    changed: 'Son émetteur en donne une autre version aujourd’hui : voyez ce qui est dit de celle-là.',
  },
  skipped: {
    parts: { absent: 'C’est une seule attestation, qui n’en contient pas d’autre.' },
    terms: { 'not asked': 'La signature porte sur le texte tel quel.' },
    status: { absent: 'Son émetteur ne tient pas de liste de révocation.' },
    schema: { absent: 'Il ne nomme aucun schéma.' },
    resources: { absent: 'Il ne fixe le contenu d’aucun autre fichier.' },
    anchor: {
      absent: 'Aucun reçu de blockchain.',
      'not asked': 'Un reçu ou un horodatage est joint, mais aucune chaîne n’a été fournie pour le vérifier.',
      'not understood': 'Un horodatage est joint, d’un service qui n’est pas lu ici.',
    },
    issuer: { 'not asked': 'Aucune liste d’émetteurs reconnus n’a été fournie.' },
    presentation: {
      absent: 'Venu tel quel, sans que personne le présente.',
      'not asked': 'Personne ne l’a demandée maintenant : c’est peut-être une ancienne, envoyée de nouveau.',
    },
  },
  passed(check, detail) {
    const facts = isObject(detail) ? detail : {}
    switch (check) {
      case 'shape':
        return `Bien formé : ${facts['format']}.`
      case 'terms':
        return 'Chaque élément est défini, et aucun n’est caché.'
      case 'signature':
        return suitesOf(facts) === 'hosted' ? 'Son émetteur publie la même chose.' : `Inchangé depuis la signature (${suitesOf(facts)}).`
      case 'binding':
        return facts['boundBy'] === 'hosting'
          ? `Publié là où publie ${facts['issuer']}.`
          : `La clé est celle de ${facts['issuer'] ?? facts['holder']} (${bindings[String(facts['boundBy'])] ?? facts['boundBy']}).`
      case 'validity':
        return facts['until'] ? `Valable jusqu’au ${day(facts['until'])}.` : 'Valable, sans date de fin.'
      case 'status':
        return 'Non révoqué.'
      case 'schema':
        return byOwnRules(facts) ? 'Conforme aux règles d’Open Badges 3.0, que son schéma décrit.' : 'Conforme à son schéma.'
      case 'resources':
        return `Les fichiers auxquels il renvoie (${many(facts['resources']).length}) sont bien ceux qui étaient visés.`
      case 'anchor':
        return many(facts['sightings']).map(sightingFr).join(' ')
      case 'issuer':
        return facts['signedBy'] ? listedFr(facts) : facts['name'] ? `Connu de vous : ${facts['name']}.` : 'Sur votre liste d’émetteurs reconnus.'
      case 'parts':
        return `${facts['count'] === 1 ? 'L’attestation qu’il contient est' : `Les ${facts['count']} attestations qu’il contient sont`} en ordre.${ofHolder(facts, 'Décernées à qui les présente ')}`
      case 'presentation':
        return `Présenté par ${facts['holder']}${facts['challenge'] ? ', maintenant' : ''}${facts['domain'] ? `, pour ${facts['domain']}` : ''}.`
      case 'recipient':
        return `Décerné à cette personne (${facts['matched']}).`
      default:
        return 'Réussi.'
    }
  },
  problem: ({ name, facts }) => problems[name]?.(facts as { readonly [fact: string]: Json | undefined }),
}

function listedFr({ list, name, signedBy }: JsonObject): string {
  return `Inscrit${name ? ` sous le nom de ${name}` : ''} dans ${list}, ${signedBy === 'nobody' ? 'que personne n’a signé' : `signé par ${signedBy}`}.`
}

function sightingFr(sighting: Json): string {
  const { chain, block, time, evidence, testOnly } = isObject(sighting) ? sighting : {}
  const where = `${chain}${block === undefined ? '' : `, bloc ${block}`}${evidence === 'pinned' ? ', d’après une copie du bloc conservée ici' : ''}`
  return `Existait avant le ${day(time)} (${where}${testOnly ? ', chaîne de test : ne prouve rien à des tiers' : ''}).`
}

const bindings: { readonly [boundBy: string]: string } = {
  'self-certifying': 'identifiant qui contient sa clé',
  document: 'document qu’il publie',
  profile: 'profil de l’émetteur',
  'chain account': 'compte de blockchain',
  dns: 'DNS',
}

const problems: { readonly [name: string]: (facts: { readonly [fact: string]: Json | undefined }) => string } = {
  'json.TooLargeError': () => 'Le texte est plus grand, ou plus profond, que ce qui est lu ici. Demandez-en une autre copie à son émetteur.',
  'json.UnsafeError': () => 'Deux logiciels pourraient comprendre ce texte autrement l’un que l’autre. Demandez-en une copie propre à son émetteur.',
  'bytes.EncodingError': () => 'Une partie est codée autrement qu’elle ne devrait l’être. Recopiez le tout, en entier, là où vous l’avez trouvé.',
  'json.ParseError': () => 'Ce texte n’est pas du JSON : le fichier est abîmé ou d’une autre nature. Demandez-le à nouveau, en entier.',
  'verify.HeldError': () =>
    'Aucun badge n’est lisible ici. Un badge est un texte JSON, un JWT, ou un fichier PNG, SVG ou PDF qui en contient un. Demandez-le à son titulaire.',
  'verify.UnreadableError': () => 'Le fichier n’a pas pu être lu. Réessayez, ou prenez-en une autre copie.',
  'credential.InvalidError': () => 'Ce n’est pas un badge bien formé. Demandez une nouvelle copie à son émetteur.',
  'canonicalize.UndefinedTermError': () =>
    'Une partie n’est définie nulle part, donc n’est pas signée : elle a pu être ajoutée après coup. Demandez le fichier d’origine à son titulaire.',
  'canonicalize.HiddenMemberError': () =>
    'Une partie est dite en d’autres mots, pour échapper à la lecture : elle a pu être cachée après coup. Demandez le fichier d’origine à son titulaire.',
  'canonicalize.DroppedValueError': () =>
    'Une partie ne dit rien en données liées, donc n’est pas signée : elle a pu être changée après coup. Demandez le fichier d’origine à son titulaire.',
  'canonicalize.InvalidJsonLdError': () =>
    'Le texte ne suit pas les règles de JSON-LD : personne ne peut dire ce qui est signé. Demandez une copie corrigée à son émetteur.',
  'canonicalize.TooMuchWorkError': () =>
    'Il demande plus de travail qu’aucun badge honnête : sa signature n’a pas été examinée jusqu’au bout. Demandez une autre copie à son émetteur.',
  'canonicalize.OutputTooLargeError': () =>
    'Il dit plus de choses qu’aucun badge honnête : sa signature n’a pas été examinée jusqu’au bout. Demandez une autre copie à son émetteur.',
  'canonicalize.UnknownContextError': ({ url }) => `Le vocabulaire « ${url} » n’est pas connu ici. Demandez à son émetteur où le vérifier.`,
  'sign.NoProofError': () => 'Aucune signature : n’importe qui a pu l’écrire. Demandez le fichier signé à son titulaire.',
  'sign.BadSignatureError': () => 'La signature ne correspond pas : le contenu ou la signature a été modifié. Demandez le fichier d’origine à son titulaire.',
  'sign.ProofValueError': () => 'La signature est illisible : le fichier est abîmé ou a été modifié. Demandez le fichier d’origine à son titulaire.',
  'sign.JwsError': () => 'La signature est illisible, ou d’une forme qui n’est pas permise. Demandez le fichier d’origine à son titulaire.',
  'sign.UnknownSuiteError': ({ suite }) =>
    suite
      ? `La signature est d’un type qui n’est pas accepté ici (« ${suite} »). Demandez à son émetteur où le vérifier.`
      : 'La signature ne dit pas de quel type elle est. Demandez une copie corrigée à son émetteur.',
  'sign.BaseProofError': () => 'C’est l’exemplaire que seul son titulaire devrait avoir : il contient tout. Demandez-lui celui qu’il veut montrer.',
  'sign.UnknownFeatureError': () =>
    'La signature se sert d’une fonction qui n’est pas lue ici : elle n’a pas pu être vérifiée. Demandez à son émetteur où le vérifier.',
  'sign.TooManyStatementsError': ({ limit }) =>
    `Plus de ${limit} éléments sont signés un par un : ils n’ont pas été examinés. Demandez à son émetteur où le vérifier.`,
  'sign.NotTheIssuerError': ({ issuer, controller }) =>
    `La clé est celle de « ${controller} », ${issuer ? `et non de l’émetteur annoncé « ${issuer} »` : 'et aucun émetteur n’est nommé'}. Ne vous y fiez pas.`,
  'sign.ContextMismatchError': () => 'Le vocabulaire n’est pas celui de la signature : il a été changé après coup. Demandez l’original.',
  'sign.TooManyProofsError': ({ count }) => `Il porte ${count} signatures, plus qu’il n’en est lu ici. Demandez à son émetteur une copie qui en ait moins.`,
  'sign.JwtShapeError': () => 'Ce n’est pas un jeton (JWT) qui contient une attestation. Recopiez-le, en entier.',
  'sign.JwtKeyError': ({ algorithm }) => `Le jeton nomme un algorithme qui ne va pas avec sa clé (${algorithm}). Demandez une copie corrigée à son émetteur.`,
  'sign.ClaimMismatchError': () => 'Le jeton et le badge qu’il contient ne disent pas la même chose. Demandez une autre copie à son émetteur.',
  'sign.DateError': () => 'Une date de la signature n’en est pas une. Demandez une copie corrigée à son émetteur.',
  'sign.PreviousProofError': () =>
    'Une signature porte sur une autre, qui n’est plus là : la chaîne est rompue. Demandez le fichier d’origine à son titulaire.',
  'sign.ProofExpiredError': ({ expires }) => `La signature n’était bonne que jusqu’au ${day(expires)}. Demandez une copie récente à son émetteur.`,
  'sign.WrongPurposeError': () => 'La clé ou la signature n’est pas faite pour délivrer des badges. Demandez une copie corrigée à son émetteur.',
  'did.BadDocumentError': () => 'Le document qui publie la clé est inutilisable. C’est à l’émetteur de le corriger.',
  'did.UnsupportedKeyError': () => 'La clé est d’un type qui n’est pas lu ici. Demandez à son émetteur où le vérifier.',
  'did.UnknownMethodError': ({ method }) =>
    method
      ? `La clé « ${method} » est nommée d’une façon qui n’est pas acceptée ici. Demandez à son émetteur où le vérifier.`
      : 'La signature ne nomme aucune clé. Demandez une copie corrigée à son émetteur.',
  'did.BadIdError': ({ id }) => `« ${id} » ne désigne aucune clé : l’adresse est mal formée. Demandez une copie corrigée à son émetteur.`,
  'did.KeyNotFoundError': () => 'L’émetteur ne publie pas cette clé. Demandez-lui si c’est la sienne.',
  'keys.UnknownAlgorithmError': () => 'La clé est d’un type qui n’est pas lu ici. Demandez à son émetteur où le vérifier.',
  'keys.KeyError': () => 'La clé que publie l’émetteur est abîmée. C’est à lui de la corriger.',
  'keys.EndedError': () => 'L’émetteur dit que la clé n’est plus bonne, sans dire clairement depuis quand. Demandez-le-lui.',
  'keys.RetiredUnknownTimeError': ({ at }) =>
    `La clé n’est plus en usage depuis le ${day(at)}, et rien sur une blockchain ne montre que la signature est antérieure. Demandez une copie récente à son émetteur.`,
  'keys.RevokedUnknownTimeError': ({ at }) =>
    `La clé a été révoquée le ${day(at)}, et la blockchain qui pourrait dater la signature n’a pas été entendue. Réessayez plus tard.`,
  'keys.CompromiseWindowError': ({ at }) =>
    `La signature date de moins de 30 jours avant la révocation de la clé (${day(at)}) : la clé était peut-être déjà volée. Demandez une copie récente à son émetteur.`,
  'sign.KeyRetiredError': ({ at }) =>
    `La clé n’était en usage que jusqu’au ${day(at)}, et la signature n’est sur la blockchain que depuis. Demandez une copie récente à son émetteur.`,
  'sign.KeyRevokedError': ({ at }) =>
    `La clé a été révoquée le ${day(at)}, et rien ne montre que la signature est antérieure. Demandez une copie récente à son émetteur.`,
  'load.RefusedError': ({ url }) =>
    `« ${url} » n’a pas été lu : l’adresse ou la réponse n’est pas d’une sorte qui est permise ici. Demandez à son émetteur où le vérifier.`,
  'load.NoLoadError': () => 'Il faudrait aller sur le réseau, ce qui n’a pas été permis. Permettez-le, ou adressez-vous à son émetteur.',
  'load.BadDigestError': ({ url }) => `L’empreinte de « ${url} » manque ou est mal indiquée dans le badge : c’est à son émetteur de le corriger.`,
  'load.DigestMismatchError': ({ url }) =>
    `« ${url} » n’est pas ce que l’émetteur a désigné : le contenu a changé depuis. Demandez à l’émetteur de le corriger.`,
  'load.UnknownDigestError': ({ url }) => `L’empreinte de « ${url} » est d’un type qui n’est pas lu ici. Demandez à son émetteur où le vérifier.`,
  'load.FailedError': () => 'Une page nécessaire n’a pas répondu. Réessayez plus tard.',
  'formats.BadDocumentError': ({ url }) =>
    `Ce qui se trouve à « ${url} » n’est pas lisible : le badge n’a pas pu être vérifié. C’est à son émetteur de le corriger.`,
  'formats.ChangedCopyError': () => 'L’original que publie l’émetteur dit autre chose : l’un des deux a été modifié. Vérifiez l’original.',
  'formats.ContractError': () => 'Le contrat (blockchain) qui garde ce que son émetteur a délivré n’a pas pu être interrogé. Réessayez plus tard.',
  'formats.ContradictionError': ({ inside, published }) => `Il montre « ${inside} » comme émetteur, mais c’est « ${published} ». Ne vous y fiez pas.`,
  'formats.EndorsementError': ({ id }) => `Ce que « ${id} » dit du badge n’a pas été examiné. Adressez-vous à qui l’a dit.`,
  'formats.HiddenError': ({ count }) => `Son titulaire en a caché des éléments (${count}), qui pourraient le dire : demandez le document entier.`,
  'formats.NotAnAwardError': () =>
    'Ce n’est pas un badge décerné à quelqu’un, mais la description d’un badge ou d’un émetteur. Demandez le badge lui-même à son titulaire.',
  'formats.NotIssuedError': () =>
    'Son émetteur ne l’a pas délivré : le contrat (blockchain) qui garde ce qu’il délivre ne le connaît pas. Adressez-vous à lui.',
  'formats.NotTheirKeyError': ({ issuer }) => `Rien ne montre que la clé de signature soit celle de « ${issuer} ». Adressez-vous à cet émetteur.`,
  'formats.OutOfScopeError': ({ issuer }) =>
    `Il se trouve à une adresse où « ${issuer} » ne publie pas ses badges : un autre a pu l’y mettre. Demandez à l’émetteur où il se trouve.`,
  'formats.RedirectedError': ({ to }) => `L’adresse mène à « ${to} », où l’émetteur ne publie pas ses badges. Demandez-lui où est l’original.`,
  'formats.TooManyKeysError': () => 'Le badge ne dit pas laquelle des nombreuses clés de son émetteur l’a signé. Demandez-en un qui le dise.',
  'formats.UncoveredError': ({ path }) =>
    `La preuve ne couvre pas « ${path} » : cette partie a pu être ajoutée ou changée après coup. Demandez le fichier d’origine à son titulaire.`,
  'formats.VerificationTypeError': () => 'Il se vérifie d’une façon qui n’est pas connue ici. Demandez à son émetteur où le vérifier.',
  'formats.VersionError': ({ format, version }) =>
    `C’est un ${format} ${version}, trop ancien pour être vérifié ici. Demandez-en un plus récent à son émetteur.`,
  'formats.WeakHashError': () =>
    'L’adresse correspond, mais son empreinte (MD5) est trop faible pour le prouver. Demandez un badge plus récent à son émetteur.',
  'schema.NonconformingError': ({ path }) =>
    `Le badge n’est pas tel que son schéma le veut (${path || 'dans son ensemble'}) : c’est à son émetteur de le corriger.`,
  'schema.BadEntryError': () => 'Le schéma est mal indiqué dans le badge : c’est à son émetteur de le corriger.',
  'schema.BadSchemaError': () => 'Ce que le badge désigne comme son schéma n’en est pas un : c’est à son émetteur de le corriger.',
  'schema.UncheckedSchemaError': () =>
    'Le schéma du badge est lui-même signé, et cette signature n’a pas pu être vérifiée. Demandez à son émetteur où le vérifier.',
  'schema.UnreadableSchemaError': () => 'Le schéma du badge est illisible. Réessayez plus tard.',
  'schema.UnknownTypeError': ({ type }) => `Le schéma du badge est d’un type qui n’est pas lu ici (« ${type} »). Demandez à son émetteur où le vérifier.`,
  'schema.UnknownDialectError': ({ dialect }) =>
    `Le schéma du badge est écrit dans un langage qui n’est pas lu ici (« ${dialect} »). Demandez à son émetteur où le vérifier.`,
  'schema.UnreadPatternError': () => 'Le schéma du badge contient une expression qui n’est pas lue ici. Demandez à son émetteur où le vérifier.',
  'schema.TooComplexError': () => 'Le schéma du badge est trop complexe pour être appliqué jusqu’au bout. Demandez à son émetteur où le vérifier.',
  'schema.TooManyEntriesError': ({ count }) => `Le badge renvoie à trop de schémas (${count}). C’est à son émetteur de le corriger.`,
  'status.RevokedError': ({ reason }) =>
    reason
      ? `Révoqué par son émetteur (« ${reason} »). Demandez-lui s’il en existe un plus récent.`
      : 'Révoqué par son émetteur, définitivement. Demandez-lui s’il en existe un plus récent.',
  'status.SuspendedError': () => 'Suspendu pour l’instant par son émetteur, sans être révoqué. Vérifiez à nouveau plus tard.',
  'status.BadListError': () => 'La liste de révocation n’est pas celle de l’émetteur, ou n’est pas la bonne : c’est à lui de la corriger.',
  'status.BadEntryError': () => 'L’endroit où lire la révocation est mal indiqué dans le badge : c’est à son émetteur de le corriger.',
  'status.UnknownPurposeError': ({ purpose }) =>
    `Son émetteur a posé une marque dont le sens n’est pas connu ici (« ${purpose} »). Demandez-lui ce qu’elle veut dire.`,
  'status.UncheckedListError': () => 'La liste de révocation n’a pas pu être vérifiée, ou n’est plus à jour. Réessayez plus tard.',
  'status.UnreadableListError': () => 'La liste de révocation est illisible. Réessayez plus tard.',
  'status.NestedListError': () => 'La liste de révocation a pu être révoquée elle-même, ce qui n’est pas examiné. Adressez-vous à son émetteur.',
  'deflate.InflateError': () => 'Des données compressées sont illisibles. Demandez-les de nouveau.',
  'status.TooLargeError': () => 'La liste de révocation est trop grande pour être lue. Demandez à son émetteur s’il vaut encore.',
  'status.TooManyEntriesError': ({ count }) => `Le badge renvoie à trop de listes de révocation (${count}). C’est à son émetteur de le corriger.`,
  'status.UnknownTypeError': () => 'La liste de révocation est d’un type qui n’est pas lu ici : le badge a pu être révoqué. Adressez-vous à son émetteur.',
  'anchor.CommitmentMismatchError': () => 'Le reçu de blockchain est celui d’un autre badge. Demandez le bon à son émetteur.',
  'anchor.ReceiptShapeError': () => 'Le reçu de blockchain est abîmé. Demandez-le à nouveau à son émetteur.',
  'anchor.NotOnChainError': () => 'La transaction indiquée contient autre chose. Demandez le bon reçu à son émetteur.',
  'anchor.MissingError': () => 'Aucun reçu de blockchain, alors qu’il en faut un ici. Demandez la copie qui le contient à son titulaire ou à son émetteur.',
  'anchor.NotInBlockError': ({ block }) => `Le bloc ${block} de Bitcoin ne contient pas ce que dit l’horodatage. Demandez le bon à son émetteur.`,
  'anchor.OtherFileError': () => 'L’horodatage est celui d’un autre fichier, ou le fichier a été modifié. Demandez le fichier d’origine à son titulaire.',
  'anchor.TimestampShapeError': () => 'L’horodatage est abîmé. Demandez-le à nouveau à son émetteur.',
  'anchor.NewerReceiptError': () => 'Le reçu de blockchain est d’une version qui n’est pas lue ici. Demandez à son émetteur où le vérifier.',
  'anchor.TooManyProofsError': ({ found: count }) =>
    `Il porte ${count} signatures, plus qu’il n’en est lu ici pour un reçu de blockchain. Demandez une copie qui en ait moins.`,
  'anchor.DisagreementError': () => 'Deux sources se contredisent sur ce que dit la blockchain. Réessayez plus tard.',
  'anchor.NewerTimestampError': () => 'L’horodatage est d’une version qui n’est pas lue ici. Demandez à son émetteur où le vérifier.',
  'anchor.PendingTimestampError': () => 'L’horodatage n’est pas encore sur la blockchain : il faut le faire compléter par son service.',
  'anchor.NotSettledError': () => 'L’inscription sur la blockchain est trop récente. Réessayez plus tard.',
  'anchor.ChainSilentError': () => 'La blockchain n’a pas pu le confirmer. Réessayez plus tard.',
  'anchor.TestOnlyError': () => 'Le reçu est sur une chaîne de test, qui ne prouve rien. Demandez l’original à son émetteur.',
  'anchor.NotExaminedError': () => 'Un reçu ou un horodatage est joint, mais il n’a pas pu être examiné. Demandez à son émetteur où le vérifier.',
  'anchor.BeforeCreatedError': () => 'La signature se dit plus récente que sa trace sur la blockchain. Adressez-vous à son émetteur.',
  'bake.PngError': () => 'Cette image PNG est abîmée. Demandez à nouveau le fichier : une capture d’écran ou une messagerie n’en garde pas le contenu.',
  'bake.SvgError': () => 'Cette image SVG est abîmée, ou d’une forme qui n’est pas lue. Demandez à nouveau le fichier d’origine.',
  'bake.CompressedError': () => 'Le badge que contient cette image PNG est compressé, ce qu’Open Badges interdit. Demandez-en une autre à son émetteur.',
  'bake.ConflictError': ({ credentials }) =>
    `Ce fichier contient ${credentials} badges différents, et rien ne dit lequel compte. Demandez-en un qui n’en ait qu’un.`,
  'bake.PdfError': () => 'Ce PDF est abîmé, ou fait d’une manière qui n’est pas lue ici : rien n’en a été examiné. Demandez à nouveau le fichier d’origine.',
  'bake.EncryptedError': () => 'Ce PDF est chiffré : rien n’en a été examiné. Demandez-en un sans mot de passe.',
  'bake.NoAttachmentError': () => 'Aucun badge n’est joint à ce PDF : ce n’en est que l’image. Demandez le fichier d’origine.',
  'verify.NotReadError': ({ kind }) => `Ceci est d’un genre qui n’est pas lu ici (${kind}) : rien n’en a été examiné.`,
  'sign.HolderKeyEndedError': () => 'La clé du titulaire n’est plus bonne : demandez-lui de la présenter avec celle d’aujourd’hui.',
  'sign.NotTheHolderError': ({ holder, controller }) => `La clé est celle de « ${controller} », et non du titulaire annoncé « ${holder} ». Ne vous y fiez pas.`,
  'verify.UnboundHolderError': ({ holder }) =>
    `« ${holder} » n’est titulaire qu’à ce qu’on dit : personne n’a signé la présentation. Demandez-lui de la signer.`,
  'verify.NotPresentedError': () => 'Vous avez demandé une présentation signée pour vous par son titulaire, et ceci n’en est pas une : demandez-la-lui.',
  'verify.OtherChallengeError': () => 'La présentation n’a pas été faite pour vous maintenant : c’est peut-être une ancienne. Demandez-en une nouvelle.',
  'verify.NoCredentialError': () =>
    'La présentation ne contient aucune attestation : il n’y a rien à croire. Demandez l’attestation elle-même à son titulaire.',
  'verify.NestedPresentationError': () => 'Une présentation se trouve là où il faudrait une attestation. Demandez l’attestation elle-même à son titulaire.',
  'verify.PartError': ({ path }) => `L’attestation qu’il contient (${path}) n’est pas valide, ou n’a pas pu être vérifiée. Voyez ce qui est dit d’elle.`,
  'verify.TooManyPartsError': () => 'Il contient trop d’attestations pour les vérifier toutes à la fois. Vérifiez-les une à une.',
  'verify.CancelledError': () => 'La vérification a été arrêtée avant de le savoir. Réessayez.',
  'verify.RequiredError': () => 'Cela est exigé ici, et n’a pas pu être examiné. Demandez à son émetteur une copie qui puisse l’être.',
  'verify.DateError': () => 'Une de ses dates n’en est pas une : on ne sait pas s’il est encore valable. Demandez une copie corrigée à son émetteur.',
  'verify.ExpiredError': ({ until }) => `Expiré depuis le ${day(until)}. Demandez à son émetteur s’il peut être renouvelé.`,
  'verify.NotYetValidError': ({ from }) => `Valable seulement à partir du ${day(from)}. Réessayez alors.`,
  'verify.BadResourceError': () => 'Un fichier lié est mal indiqué dans le badge : c’est à son émetteur de le corriger.',
  'verify.TooManyResourcesError': ({ count }) => `Le badge renvoie à trop de fichiers (${count}). C’est à son émetteur de le corriger.`,
  'verify.OtherCredentialError': () => 'Le service qui devait donner la version actuelle a donné autre chose. Adressez-vous à son émetteur.',
  'verify.UntrustedIssuerError': ({ issuer, lists }) => {
    if (!issuer) return 'Il ne nomme aucun émetteur. Ne vous y fiez pas.'
    const where = many(lists).filter((list) => list !== 'trusted')
    return `L’émetteur « ${issuer} » n’est pas ${where.length > 0 ? `inscrit dans ${where.join(', ')}` : 'sur votre liste'}. Comparez-le, lettre par lettre, avec l’adresse que publie l’établissement.`
  },
  'verify.RegistryError': ({ url }) =>
    `On ne peut pas se fier au registre « ${url} » : personne ne sait s’il contient l’émetteur. Réessayez plus tard, ou demandez à qui le tient.`,
  'verify.UnboundIssuerError': () =>
    'Le nom de l’émetteur n’est qu’une affirmation : la signature n’a pas pu lui être rattachée. Adressez-vous à cet émetteur.',
  'verify.OtherRecipientError': () => 'Ce badge n’a pas été décerné à cette personne. Demandez-lui sous quelle adresse l’émetteur la connaît.',
  'verify.EarlierContextNote': ({ contexts }) =>
    `Il suit une édition antérieure de la norme (${many(contexts).join(', ')}). Un logiciel qui ne connaît que la dernière peut le refuser.`,
  'verify.OlderSuiteNote': ({ suites }) =>
    `Il est signé d’une façon abandonnée depuis (${many(suites).join(', ')}). La signature tient ; un logiciel qui ne connaît que les dernières peut le refuser.`,
  'verify.PartShownNote': () =>
    'Son titulaire n’en montre peut-être qu’une partie. Ce qui est laissé de côté, une date de fin par exemple, ne se voit pas ici.',
  'verify.UnreadProofNote': ({ suites }) =>
    `Il porte d’autres signatures, d’un type qui n’est pas accepté ici (${many(suites).join(', ')}) : elles n’ont pas été examinées.`,
  'verify.NotOpenedNote': ({ members }) =>
    `Il renvoie à des pages qui n’ont pas été ouvertes (${many(members).join(', ')}). Leur adresse est signée, pas ce qui s’y trouve.`,
  'verify.EndorsementNote': () =>
    'Quelqu’un le recommande en des termes qui ne sont pas valables, ou qui n’ont pas pu être vérifiés. Ne comptez que sur ce que dit son émetteur.',
  'verify.NotHeldNote': ({ ids }) =>
    `Il renvoie à d’autres attestations (${many(ids).length}) qu’il ne contient pas : c’est peut-être une partie d’un dossier.`,
  'formats.HostedNote': ({ address }) =>
    `Rien ne le signe : c’est ce qui se trouve aujourd’hui à « ${address} », et celui qui tient ce site pourrait le changer.`,
  'formats.OtherIdNote': ({ named, id }) => `Il nomme « ${named} », qui est connu à une autre adresse : « ${id} ». C’est celle-là qui compte.`,
}
