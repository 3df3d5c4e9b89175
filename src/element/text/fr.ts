import type { Json } from '../../json.js'
import { fr as words } from '../../verify/text/fr.js'
import type { Language } from './en.js'

const problems: { readonly [name: string]: (facts: { readonly [fact: string]: Json | undefined }) => string } = {
  'load.NoLoadError': ({ url }) => `Pour en être sûr, il faudrait interroger ${url}, et cette page n’interroge personne. Adressez-vous à son émetteur.`,
  'verify.UntrustedIssuerError': ({ issuer }) =>
    issuer
      ? `${issuer} n’est pas sur la liste des émetteurs reconnus par cette page. Comparez-le avec l’adresse que publie l’établissement.`
      : 'Il ne nomme aucun émetteur. Ne vous y fiez pas.',
  'verify.NotReadError': () => 'Ce genre de fichier n’est pas lu ici : rien n’en a été examiné. Demandez le badge lui-même à son titulaire.',
  'vault.CannotOpenError': () =>
    'Ce lien n’ouvre rien ici : il est incomplet, vient d’ailleurs, ou ne mène plus à ce qui avait été scellé. Copiez-le à nouveau, en entier ; après une publication, attendez quelques minutes.',
  'vault.ChainSilentError': () => 'La blockchain n’a pas pu être interrogée. Réessayez plus tard.',
  'vault.CustodianSilentError': ({ custodian }) =>
    `${custodian || 'Le dépositaire de la seconde moitié de la clé'} n’a pas répondu : on ne sait pas si ce badge peut encore être ouvert. Réessayez plus tard.`,
  'share.LinkError': () => 'Ce lien est abîmé ou coupé. Demandez-le à nouveau, en entier.',
  'sign.NotTwoTextsError': ({ suite }) => `Une signature ${suite} ne porte pas sur un seul texte du badge : il n’y en a aucun à montrer.`,
  'json.TooLargeError': () => 'C’est trop grand pour être un badge : rien n’en a été lu. Demandez une autre copie à son émetteur.',
}

/** French. */
export const fr: Language = {
  words: { ...words, problem: (problem) => problems[problem.name]?.(problem.facts) ?? words.problem(problem) },
  labels: {
    choose: 'Choisir un badge',
    drop: 'ou déposez-le ici : PNG, SVG, PDF, JSON, JWT, ou une image de son code QR. Il reste sur cet appareil.',
    paste: 'Ou collez son lien ou son texte',
    another: 'Vérifier un autre badge',
    badge: 'Le badge dit',
    by: 'Émetteur',
    to: 'Titulaire',
    when: 'Décerné le',
    until: 'Valable jusqu’au',
    expired: 'Expiré',
    notYet: 'Pas encore valable',
    more: 'Comment il a été obtenu',
    criteria: 'Critères',
    evidence: 'Preuves',
    skills: 'Compétences',
    opensPage: 'ouvre un autre site',
    picture: 'Image contenue dans le badge. Elle ne prouve rien.',
    noPicture: 'Son image n’est pas montrée.',
    verdict: 'Verdict',
    checks: 'Ce qui a été vérifié',
    outcomes: { pending: 'En cours', passed: 'En ordre', failed: 'Faux', unknown: 'Impossible à vérifier', skipped: 'Non vérifié' },
    bound: {
      pending: 'Ce nom est celui que donne le badge.',
      nobody: 'Personne ne se porte garant de ce nom.',
      domain: (domain) => `Signé pour ${domain}. Le nom est celui que donne le badge.`,
      listed: (list, name) => `Signé par lui, et sur la liste « ${list} »${name && ` : ${name}`}.`,
      unlisted: 'Absent de la liste des émetteurs reconnus par cette page.',
      other: 'Aucune signature valable de cet émetteur.',
      unknown: 'On ne sait pas si cet émetteur l’a signé.',
    },
    erased: {
      headline: 'Effacé',
      advice: (statedBy) =>
        `${statedBy} déclare que ce badge a été effacé. Il n’est ni révoqué ni jugé faux ; rien n’en a pu être examiné. Demandez à son titulaire.`,
    },
    doubtful: {
      mixed: 'Attention : alphabets mélangés. Ce nom en imite peut-être un autre.',
      hidden: 'Attention : lettres cachées ou imitées. Ce nom en imite peut-être un autre.',
    },
    technical: 'Détails techniques',
    facts: {
      digest: 'SHA-256 du fichier',
      issuer: 'Émetteur, rattaché par',
      key: 'Clé',
      proof: 'Signature',
      transaction: 'Transaction',
      chain: 'Blockchain',
      time: 'Date et heure',
      confirmations: 'Confirmations',
      status: 'Liste de révocation',
      part: 'Contenu',
      problem: 'Problème',
    },
    signed: {
      show: 'Montrer ce qui a été signé',
      note: 'Calculé sur cette page à partir du badge. À côté du texte de l’émetteur, la première ligne qui diffère a été modifiée.',
      document: 'Le badge',
      proof: 'À propos de la signature',
      none: 'Aucune signature ne figure dans le badge. Une signature qui l’entoure porte sur son texte tel qu’il est venu.',
      unread: (suite) => `Ce sur quoi porte une signature ${suite} n’est pas montré ici.`,
    },
    json: 'Montrer l’attestation en JSON',
    tooLong: '… coupé ici : la suite est plus longue.',
    unverified: 'Non vérifié sur cette page.',
    verify: 'Le vérifier',
  },
}
