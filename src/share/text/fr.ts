import { dayIn, type Words } from './en.js'

/** French. */
export const fr: Words = {
  language: 'fr',
  direction: 'ltr',
  labels: {
    by: 'Délivré par',
    to: 'Délivré à',
    when: 'Délivré le',
    until: 'Valable jusqu’au',
    how: 'Comment il s’obtient',
    evidence: 'Preuves',
    skills: 'Compétences',
    id: 'Identifiant',
    verify: 'Vérifier ce badge',
    criteria: 'Critères',
  },
  states: { expired: 'Expiré', 'not yet': 'Pas encore valable' },
  claim: 'Cette page répète ce que le badge dit de lui-même. Seule une vérification montre s’il est authentique.',
  attached: 'Le badge lui-même est joint à ce PDF : donnez le fichier entier à un vérificateur.',
  badge: 'Badge',
  day: dayIn('fr'),
  pair: (label, value) => `${label} : ${value}`,
  email: {
    subject: (what) => `Votre badge : ${what}`,
    greeting: (to) => (to ? `Bonjour ${to},` : 'Bonjour,'),
    award: (what, by) => (by ? `${by} vous a décerné « ${what} ».` : `« ${what} » vous a été décerné.`),
    open: 'Ouvrir votre badge',
    keep: 'Le lien contient votre badge ou y mène : quiconque le possède peut voir le badge. Gardez ce message, ou enregistrez le badge avec vos certificats.',
    verify: 'Chacun peut le vérifier à cette adresse, sans compte.',
    share: 'Vous pouvez l’ajouter à votre profil LinkedIn ou à votre CV.',
  },
}
