// Peers that ship no types: their results are compared, and not built upon.
declare module 'jsonld'
declare module '@digitalbazaar/*'
declare module 'rdf-canonize'
declare module '@blockcerts/schemas'
declare module '@govtechsg/open-attestation'
declare module '@trustvc/document-store'
declare module 'ethr-did-registry'
