/** A place where jsonld.js 9 or rdf-canonize 5 does otherwise than a specification says, and what to write there instead. */
export type Correction = {
  readonly name: string
  /** The section that says so. */
  readonly section: string
  /** Each text is in its file once. */
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[]
  /** Documents of which the peer says something else without this. */
  readonly examples: readonly object[]
}

const context = 'jsonld/lib/context.js'
const expansion = 'jsonld/lib/expand.js'
const nodeMap = 'jsonld/lib/nodeMap.js'
const toRdf = 'jsonld/lib/toRdf.js'
const canonize = 'rdf-canonize/lib/RDFC10.js'

const ring = [
  { '@id': '_:a', 'urn:p': { '@id': '_:b' } },
  { '@id': '_:b', 'urn:p': { '@id': '_:a' } },
]

/**
 * All that this engine and the peer disagree about, from the contexts to the lines. The text of JSON-LD 1.1 is that of the
 * Recommendation of 2020. With these in place the two must agree byte for byte: there is no other exception.
 */
export const corrections: readonly Correction[] = [
  {
    name: '`@protected: false` is no term',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.13',
    edits: [
      {
        file: context,
        from: 'for(const key in ctx) {\n      api.createTermDefinition({',
        to: "for(const key in ctx) {\n      if(key === '@protected') { continue; }\n      api.createTermDefinition({",
      },
    ],
    examples: [{ '@context': { '@protected': false, p: 'urn:p' }, p: 'a' }],
  },
  {
    name: 'an imported context brings its keywords too',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.6.8',
    edits: [
      {
        file: context,
        from: '    // handle @version\n',
        to: `    if(_isString(ctx['@import'])) {
      const found = await options.contextResolver.resolve({
        activeCtx, context: ctx['@import'], documentLoader: options.documentLoader, base: options.base});
      const other = found[0].document;
      if(found.length !== 1 || !_isObject(other) || '@import' in other) {
        throw new JsonLdError('No context to import.', 'jsonld.SyntaxError', {code: 'invalid remote context'});
      }
      ctx = {...other, ...ctx};
      delete ctx['@import'];
    }
`,
      },
    ],
    examples: [{ '@context': { '@import': 'https://www.w3.org/2018/credentials/v1' }, id: 'urn:a', type: 'VerifiableCredential' }],
  },
  {
    name: 'a relative `@base` needs a base',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.7.5',
    edits: [{ file: context, from: '} else if(_isRelativeIri(base)) {', to: "} else if(_isRelativeIri(base) && (rval['@base'] || options.base)) {" }],
    examples: [{ '@context': { '@base': 'relative' }, 'urn:p': 'a' }],
  },
  {
    name: 'whether a term may be redefined does not depend on the order of terms',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.13',
    edits: [
      {
        file: context,
        from: "    defined.set('@protected', ctx['@protected'] || false);\n",
        to: "    defined.set('@protected', ctx['@protected'] || false);\n    defined.set('@override', overrideProtected);\n",
      },
      { file: context, from: '  // now defining term\n', to: "  overrideProtected = defined.get('@override');\n" },
    ],
    examples: [{ '@context': { '@protected': true, ex: 'urn:ex:', p: { '@id': 'urn:p', '@context': { q: 'ex:q', ex: 'urn:other:' } } }, p: { q: 'a' } }],
  },
  {
    name: 'a term is defined once all of it is',
    section: 'JSON-LD 1.1 API, 4.2.2, 12 and 28',
    edits: [
      { file: context, from: '  // IRI mapping now defined\n  defined.set(term, true);\n', to: '' },
      { file: context, from: '  // disallow aliasing @context and @preserve\n', to: '  defined.set(term, true);\n' },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@type': 'ex:t' }, ex: 'p:a' }, p: 'a' }],
  },
  {
    name: '`@protected` is true or false',
    section: 'JSON-LD 1.1 API, 4.2.2, 11',
    edits: [
      {
        file: context,
        from: '  // Handle term protection\n',
        to: `  if([value['@protected'], localCtx['@protected']].some(said => said !== undefined && typeof said !== 'boolean')) {
    throw new JsonLdError('Neither true nor false.', 'jsonld.SyntaxError', {code: 'invalid @protected value'});
  }
`,
      },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@protected': 'yes' } }, p: 'a' }],
  },
  {
    name: 'the graphs of a container have ids or indexes',
    section: 'JSON-LD 1.1 API, 4.2.2, 19.1',
    edits: [
      {
        file: context,
        from: "} else if(container.includes('@graph')) {\n        if(",
        to: "} else if(container.includes('@graph')) {\n        if((container.includes('@id') && container.includes('@index')) || ",
      },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@container': ['@graph', '@id', '@index'] } }, p: {} }],
  },
  {
    name: '`@type` has no other id',
    section: 'JSON-LD 1.1 API, 4.2.2, 4',
    edits: [{ file: context, from: "const validKeys = ['@container', '@id', '@protected'];", to: "const validKeys = ['@container', '@protected'];" }],
    examples: [{ '@context': { '@type': { '@id': '@type' } }, 'urn:p': 'a' }],
  },
  {
    name: 'a term with a slash is an IRI',
    section: 'JSON-LD 1.1 API, 4.2.2, 16.2',
    edits: [
      {
        file: context,
        from: "      mapping['@id'] = activeCtx['@vocab'] + term;\n",
        to: `      mapping['@id'] = activeCtx['@vocab'] + term;
      if(term.includes('/') && !_isAbsoluteIri(mapping['@id'])) {
        throw new JsonLdError('No IRI.', 'jsonld.SyntaxError', {code: 'invalid IRI mapping'});
      }
`,
      },
    ],
    examples: [{ '@context': { '@vocab': 'relative', 'a/b': {} }, 'urn:p': 'a' }],
  },
  {
    name: 'a vocabulary is no keyword',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.8.3',
    edits: [
      {
        file: context,
        from: '        if(!_isAbsoluteIri(vocab)) {',
        to: `        if(vocab === null) {
          throw new JsonLdError('No vocabulary.', 'jsonld.SyntaxError', {code: 'invalid vocab mapping'});
        }
        if(!_isAbsoluteIri(vocab)) {`,
      },
    ],
    examples: [{ '@context': { '@vocab': '@foo' }, 'urn:p': 'a' }],
  },
  {
    name: 'a term is said again whichever way it is written',
    section: 'JSON-LD 1.1 API, 4.2.2, 10 and 27.1',
    edits: [{ file: context, from: '  mapping.reverse = false;\n', to: '  mapping.reverse = false;\n  mapping._prefix = false;\n' }],
    examples: [{ '@context': [{ '@vocab': 'urn:', '@protected': true, p: 'urn:p' }, { p: {} }], p: 'a' }],
  },
  {
    name: 'a term that a property redefined is protected no more',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.1.1',
    edits: [
      {
        file: context,
        from: 'if(!overrideProtected && Object.keys(activeCtx.protected).length !== 0) {',
        to: 'if(!overrideProtected && [...activeCtx.mappings.values()].some(mapping => mapping.protected)) {',
      },
    ],
    examples: [
      { '@context': { T: { '@id': 'urn:T', '@context': null }, p: { '@id': 'urn:p', '@protected': true, '@context': { p: 'urn:q' } } }, p: { '@type': 'T' } },
    ],
  },
  {
    name: 'a context that is null and does not propagate has a previous one',
    section: 'JSON-LD 1.1 API, 4.1.2, 5.1.2',
    edits: [
      {
        file: context,
        from: 'rval = activeCtx = api.getInitialContext(options).clone();',
        to: 'rval = api.getInitialContext(options).clone();\n      if(!propagate) { rval.previousContext = activeCtx.previousContext; }\n      activeCtx = rval;',
      },
    ],
    examples: [{ '@context': { p: 'urn:p', T: { '@id': 'urn:T', '@context': null } }, '@type': 'T', 'urn:q': { p: 'a' } }],
  },
  {
    name: 'a local context has no entry `@context`',
    section: 'JSON-LD 1.1 API, 4.2.2, 5',
    edits: [
      {
        file: context,
        from: '  // normalize local context to an array of @context objects\n',
        to: `  if(_asArray(localCtx).some(ctx => _isObject(ctx) && '@context' in ctx)) {
    throw new JsonLdError('A context within a context.', 'jsonld.SyntaxError', {code: 'keyword redefinition'});
  }
`,
      },
    ],
    examples: [{ '@context': { '@context': [{ p: 'urn:p' }] }, p: 'a' }],
  },
  {
    name: 'dot segments are removed as RFC 3986 does, also from a path without a root',
    section: 'JSON-LD 1.1 API, 5.2.2, 8; RFC 3986, 5.2.4',
    edits: [
      {
        file: 'jsonld/lib/url.js',
        from: '  // RFC 3986 5.2.4 (reworked)\n',
        to: `  let rest = path;
  let kept = '';
  while(rest !== '') {
    if(/^\\.\\.?\\//.test(rest)) {
      rest = rest.replace(/^\\.\\.?\\//, '');
    } else if(/^\\/\\.(\\/|$)/.test(rest)) {
      rest = '/' + rest.slice(3);
    } else if(/^\\/\\.\\.(\\/|$)/.test(rest)) {
      rest = '/' + rest.slice(4);
      kept = kept.replace(/\\/?[^/]*$/, '');
    } else if(rest === '.' || rest === '..') {
      rest = '';
    } else {
      const [first] = /^\\/?[^/]*/.exec(rest);
      kept += first;
      rest = rest.slice(first.length);
    }
  }
  return kept;
`,
      },
    ],
    examples: [
      { '@context': { '@base': 'urn:base:x' }, '@id': '.', 'urn:p': 'a' },
      { '@context': { '@base': 'tag:base/a/b' }, '@id': '../../g', 'urn:p': 'a' },
    ],
  },
  {
    name: 'the port of a base remains',
    section: 'JSON-LD 1.1 API, 5.2.2, 8; RFC 3986, 5.2',
    edits: [{ file: 'jsonld/lib/url.js', from: "if((parsed.scheme === 'https'", to: "if(false && (parsed.scheme === 'https'" }],
    examples: [{ '@context': { '@base': 'https://base.example:443/' }, '@id': 'g', 'urn:p': 'a' }],
  },
  {
    name: 'the default base direction remains where it is not changed',
    section: 'JSON-LD 1.1 API, 4.1.2, 1',
    edits: [
      {
        file: context,
        from: "    if('@language' in this) {\n",
        to: "    if('@direction' in this) {\n      child['@direction'] = this['@direction'];\n    }\n    if('@language' in this) {\n",
      },
    ],
    examples: [{ '@context': [{ '@direction': 'rtl' }, { p: 'urn:p' }], p: 'a' }],
  },
  {
    name: 'a type that means nothing is dropped',
    section: 'JSON-LD 1.1 API, 8.1.2, 1.3.2.1',
    edits: [
      { file: nodeMap, from: 'for(const type of types) {\n      if(type.indexOf', to: 'for(const type of types) {\n      if(type !== null && type.indexOf' },
      { file: nodeMap, from: "        o = (o.indexOf('_:')", to: "        if(o === null) { continue; }\n        o = (o.indexOf('_:')" },
    ],
    examples: [
      { '@type': '@foo', 'urn:p': 'a' },
      { '@context': { p: null, q: { '@id': 'urn:q', '@container': '@type' } }, q: { p: {} } },
    ],
  },
  {
    name: 'a node with an empty reference for a name has things said of it all the same',
    section: 'JSON-LD 1.1 API, 7.2.2, 6.1',
    edits: [{ file: nodeMap, from: "if('@id' in o && !o['@id']) {", to: "if('@id' in o && o['@id'] === null) {" }],
    examples: [{ '@context': { '@base': null }, 'urn:p': { '@id': '', 'urn:q': { 'urn:r': 'a' } } }],
  },
  {
    name: 'a node may be called as what every JavaScript object has',
    section: 'JSON-LD 1.1 API, 7.2.2, 6.3',
    edits: [
      {
        file: nodeMap,
        from: 'subjects[name] = subjects[name] || {};',
        to: 'subjects[name] = Object.hasOwn(subjects, name) ? subjects[name] : {};',
      },
      { file: nodeMap, from: 'if(!(name in graphs)) {', to: 'if(!Object.hasOwn(graphs, name)) {' },
    ],
    examples: [['i', 'j'].map((index) => ({ '@id': `urn:${index}`, '@graph': { '@id': 'toString', '@index': index, 'urn:p': 'a' } }))],
  },
  {
    // In which order is open; the peer takes them sorted, and refuses an alias of `@reverse` after a term.
    name: 'terms that are reversed do not collide with `@reverse`, in any order',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.4.2 and 13.13',
    edits: [
      { file: expansion, from: 'const api = {};\n', to: 'const api = {};\nconst reversed = new WeakSet();\n' },
      {
        file: expansion,
        from: "if(expandedProperty in expandedParent &&\n         expandedProperty !== '@included' &&",
        to: "if(expandedProperty in expandedParent &&\n         expandedProperty !== '@reverse' &&\n         expandedProperty !== '@included' &&",
      },
      {
        file: expansion,
        from: "      let reverseMap = expandedParent['@reverse'] || null;\n",
        to: `      let reverseMap = expandedParent['@reverse'] || null;
      if(Object.keys(expandedValue).some(property => property !== '@reverse')) {
        if(reversed.has(expandedParent)) {
          throw new JsonLdError('Reversed twice.', 'jsonld.SyntaxError', {code: 'colliding keywords'});
        }
        reversed.add(expandedParent);
      }
`,
      },
    ],
    examples: [{ '@context': { of: { '@reverse': 'urn:of' }, rev: '@reverse' }, of: { 'urn:p': 'a' }, rev: { 'urn:q': { 'urn:p': 'b' } } }],
  },
  {
    name: 'a keyword that has no meaning where it stands is not looked into',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.4.15',
    edits: [
      {
        file: expansion,
        from: '    // use potential scoped context for key\n',
        to: `    if(_isKeyword(expandedProperty) && !['@graph', '@list', '@set'].includes(expandedProperty)) {
      if(value !== null) {
        expandedParent[expandedProperty] = value;
      }
      continue;
    }
`,
      },
    ],
    examples: [{ 'urn:p': 'a', '@json': { '@included': ['urn:x'] } }],
  },
  {
    name: '`@import` and `@propagate` are keywords',
    section: 'JSON-LD 1.1, 1.7',
    edits: [
      {
        file: context,
        from: "    case '@included':\n    case '@index':",
        to: "    case '@import':\n    case '@propagate':\n    case '@included':\n    case '@index':",
      },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@container': '@graph' } }, '@id': 'urn:a', p: { '@import': 'a' } }],
  },
  {
    name: 'whether a property is reversed is not up to the context in its value',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.13',
    edits: [
      {
        file: expansion,
        from: 'if(termCtx.mappings.has(key) && termCtx.mappings.get(key).reverse) {',
        to: 'if(activeCtx.mappings.has(key) && activeCtx.mappings.get(key).reverse) {',
      },
    ],
    examples: [{ '@context': { p: { '@reverse': 'urn:p', '@context': null } }, '@id': 'urn:a', p: { '@id': 'urn:b' } }],
  },
  {
    name: 'an empty array is no `@value`',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.4.7.2',
    edits: [
      {
        file: expansion,
        from: "        _addValue(\n          expandedParent, '@value', value, {propertyIsArray: options.isFrame});",
        to: "        expandedParent['@value'] = value;",
      },
    ],
    examples: [{ 'urn:p': { '@value': [] } }],
  },
  {
    name: 'a literal may be in a map of a property, under the key `@none`',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.8.3.7.2',
    edits: [{ file: expansion, from: '} else if(_isValue(item) &&', to: "} else if(expandedKey !== '@none' && _isValue(item) &&" }],
    examples: [{ '@context': { q: 'urn:q', p: { '@id': 'urn:p', '@container': '@index', '@index': 'q' } }, p: { '@none': 'a' } }],
  },
  {
    name: 'a list of nothing is an empty list, and a set of nothing is nothing',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.4.11.2 and 17.2',
    edits: [
      {
        file: expansion,
        from: '          insideList: isList\n        });\n',
        to: `          insideList: isList
        });
        if(expandedValue === null) {
          expandedParent[expandedProperty] = isList ? [] : null;
          continue;
        }
`,
      },
      {
        file: expansion,
        from: "      rval = rval['@set'];\n      keys = Object.keys(rval);",
        to: "      rval = rval['@set'];\n      if(rval === null) { return null; }\n      keys = Object.keys(rval);",
      },
    ],
    examples: [{ 'urn:p': { '@list': null } }, { 'urn:p': { '@set': null }, 'urn:q': 'a' }],
  },
  {
    name: 'the context of a property is applied to its value, and once',
    section: 'JSON-LD 1.1 API, 5.1.2, 3, 4.2, 8 and 13.8.3.6',
    edits: [
      {
        file: expansion,
        from: '        expandedValue = await api.expand({\n          activeCtx: termCtx,\n          activeProperty: key,',
        to: '        expandedValue = await api.expand({\n          activeCtx,\n          activeProperty: key,',
      },
      {
        file: expansion,
        from: '    return _expandValue({activeCtx, activeProperty, value: element, options});',
        to: `    const scope = _getContextValue(activeCtx, activeProperty, '@context');
    if(!_isUndefined(scope)) {
      activeCtx = await _processContext({activeCtx, localCtx: scope, propagate: true, overrideProtected: true, options});
    }
    return _expandValue({activeCtx, activeProperty, value: element, options});`,
      },
      {
        file: expansion,
        from: '        activeCtx: termCtx,\n        options,\n        activeProperty: key,\n        value,\n        asGraph,\n        indexKey,',
        to: '        activeCtx: termCtx,\n        valueCtx: activeCtx,\n        options,\n        activeProperty: key,\n        value,\n        asGraph,\n        indexKey,',
      },
      {
        file: expansion,
        from: "        activeCtx: termCtx,\n        options,\n        activeProperty: key,\n        value,\n        asGraph,\n        indexKey: '@id'",
        to: "        activeCtx: termCtx,\n        valueCtx: activeCtx,\n        options,\n        activeProperty: key,\n        value,\n        asGraph,\n        indexKey: '@id'",
      },
      { file: expansion, from: '    val = await api.expand({\n      activeCtx,', to: '    val = await api.expand({\n      activeCtx: valueCtx || activeCtx,' },
      {
        file: expansion,
        from: '  activeCtx, options, activeProperty, value, asGraph, indexKey, propertyIndex\n',
        to: '  activeCtx, valueCtx, options, activeProperty, value, asGraph, indexKey, propertyIndex\n',
      },
    ],
    examples: [
      { '@context': { p: { '@id': 'urn:p', '@context': { '@vocab': 'urn:1:', p: { '@context': { '@vocab': 'urn:2:' } } } } }, p: { q: 'a' } },
      {
        '@context': { p: { '@id': 'urn:p', '@container': '@index', '@context': { '@vocab': 'urn:1:', p: { '@context': { '@vocab': 'urn:2:' } } } } },
        p: { i: { q: 'a' } },
      },
      {
        '@context': { p: { '@id': 'urn:p', '@container': '@id', '@context': { '@vocab': 'urn:1:', p: { '@context': { '@vocab': 'urn:2:' } } } } },
        p: { 'urn:b': { q: 'a' } },
      },
    ],
  },
  {
    name: 'each key of a map of types has its own context',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.8.3.1 and 13.8.3.4',
    edits: [
      {
        file: expansion,
        from: '  for(let key of keys) {\n    // if indexKey is @type',
        to: '  const givenCtx = activeCtx;\n  for(let key of keys) {\n    activeCtx = givenCtx;\n    // if indexKey is @type',
      },
      {
        file: expansion,
        from: '    } else {\n      expandedKey = _expandIri(activeCtx, key, {vocab: true}, options);',
        to: '    } else {\n      expandedKey = _expandIri(givenCtx, key, {vocab: true}, options);',
      },
    ],
    examples: [
      {
        '@context': { p: { '@id': 'urn:p', '@container': '@type' }, A: { '@id': 'urn:A', '@context': { q: 'urn:q' } }, B: 'urn:B', q: 'urn:other' },
        p: { A: {}, B: { q: 'a' } },
      },
      { '@context': { p: { '@id': 'urn:p', '@container': '@type' }, A: { '@id': 'urn:A', '@context': null } }, p: { A: {} } },
    ],
  },
  {
    name: 'a value object of any size keeps the context of the type around it',
    section: 'JSON-LD 1.1 API, 5.1.2, 7',
    edits: [
      {
        file: expansion,
        from: "if(mustRevert && typeScopedContext && keys.length <= 2 &&\n    !keys.includes('@context')) {",
        to: 'if(mustRevert && typeScopedContext) {',
      },
    ],
    examples: [
      { '@context': { T: { '@id': 'urn:T', '@context': { lang: '@language' } } }, '@type': 'T', 'urn:p': { '@value': 'a', lang: 'en', '@index': 'i' } },
    ],
  },
  {
    name: 'the container of a property is what its term says where it stands',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.5',
    edits: [
      {
        file: expansion,
        from: '  // Get any property-scoped context for activeProperty\n',
        to: "  const outerContainer = _getContextValue(activeCtx, activeProperty, '@container') || [];\n",
      },
      {
        file: expansion,
        from: "      (_getContextValue(activeCtx, activeProperty, '@container') || [])\n        .includes('@graph')\n    )) {",
        to: "      outerContainer.includes('@graph')\n    )) {",
      },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@container': '@graph' }, T: { '@id': 'urn:T', '@context': { p: 'urn:q' } } }, '@type': 'T', p: {} }],
  },
  {
    name: 'a value object has one type',
    section: 'JSON-LD 1.1 API, 5.1.2, 15.5',
    edits: [{ file: expansion, from: '    } else if(!types.every(t =>', to: '    } else if(types.length > 1 || !types.every(t =>' }],
    examples: [{ 'urn:p': { '@value': '1', '@type': ['urn:one', 'urn:two'] } }],
  },
  {
    name: 'what indexes a map is what its term says, and not the context in its values',
    section: 'JSON-LD 1.1 API, 5.1.2, 13.8.2',
    edits: [{ file: expansion, from: "_getContextValue(termCtx, key, '@index')", to: "_getContextValue(activeCtx, key, '@index')" }],
    examples: [{ '@context': { q: 'urn:q', p: { '@id': 'urn:p', '@container': '@index', '@index': 'q', '@context': null } }, p: { a: {} } }],
  },
  {
    name: 'an alias of `@nest` may have a context',
    section: 'JSON-LD 1.1 API, 5.1.2, 14; test tc037',
    edits: [
      {
        file: expansion,
        from: '  for(const key of nests) {\n',
        to: `  for(const key of nests) {
    const scope = _getContextValue(activeCtx, key, '@context');
    const nestCtx = _isUndefined(scope) ? activeCtx :
      await _processContext({activeCtx, localCtx: scope, propagate: true, overrideProtected: true, options});
`,
      },
      {
        file: expansion,
        from: '        _expandIri(activeCtx, k, {vocab: true}, options) ===',
        to: '        _expandIri(nestCtx, k, {vocab: true}, options) ===',
      },
      {
        file: expansion,
        from: '        activeCtx,\n        activeProperty,\n        expandedActiveProperty,\n        element: nv,',
        to: '        activeCtx: nestCtx,\n        activeProperty,\n        expandedActiveProperty,\n        element: nv,',
      },
    ],
    examples: [{ '@context': { nest: { '@id': '@nest', '@context': { p: 'urn:p' } } }, nest: { p: 'a' } }],
  },
  {
    name: 'a list or a set has no type, be it one or an array',
    section: 'JSON-LD 1.1, 9.7',
    edits: [
      {
        file: expansion,
        from: "} else if('@type' in rval && !_isArray(rval['@type'])) {",
        to: "} else if('@type' in rval && !_isArray(rval['@type']) && !('@set' in rval || '@list' in rval)) {",
      },
    ],
    examples: [{ 'urn:p': { '@type': 'urn:T', '@list': [1] } }],
  },
  {
    name: 'a list cell whose item is no RDF term has no `rdf:first`',
    section: 'JSON-LD 1.1 API, 8.3.2, 3.3',
    edits: [
      {
        file: toRdf,
        from: 'const dataset = [];',
        to: 'const dataset = [];\n  const push = dataset.push.bind(dataset);\n  dataset.push = quad => quad.object && push(quad);',
      },
    ],
    examples: [{ 'urn:p': { '@list': [{ '@id': 'relative' }] } }],
  },
  {
    name: 'a datatype is one IRI',
    section: 'JSON-LD 1.1 API, 8.2.2, 6',
    edits: [
      {
        file: toRdf,
        from: "const datatype = item['@type'] || null;",
        to: "const datatype = item['@type'] || null;\n    if(Array.isArray(datatype)) { return null; }",
      },
    ],
    examples: [{ '@context': { p: { '@id': 'urn:p', '@container': '@type' } }, p: { 'urn:T': { '@value': 'a' } } }],
  },
  {
    name: 'a language tag is well-formed',
    section: 'JSON-LD 1.1 API, 8.2.2, 7',
    edits: [
      {
        file: toRdf,
        from: "} else if('@language' in item) {",
        to: "} else if('@language' in item && !util.REGEX_BCP47.test(item['@language'])) {\n      return null;\n    } else if('@language' in item) {",
      },
    ],
    examples: [{ 'urn:p': { '@value': 'a', '@language': 'x_y' } }],
  },
  {
    name: 'a number with a fraction is a double, and a text is not',
    section: 'JSON-LD 1.1 API, 8.2.2, 10',
    edits: [
      {
        file: toRdf,
        from: '} else if(types.isDouble(value) || datatype === XSD_DOUBLE) {',
        to: '} else if(typeof value === "number" && (value % 1 !== 0 || Math.abs(value) >= 1e21 || datatype === XSD_DOUBLE)) {',
      },
    ],
    examples: [{ 'urn:p': 1e-7 }, { 'urn:p': { '@value': '1.50', '@type': 'http://www.w3.org/2001/XMLSchema#double' } }],
  },
  {
    name: 'a dataset is a set',
    section: 'RDFC-1.0, 4.4.3, 1; RDF 1.1 Concepts, 3 and 4',
    edits: [
      {
        file: canonize,
        from: 'this.quads = dataset;',
        to: 'dataset = [...new Map(dataset.map(quad => [NQuads.serializeQuad(quad), quad])).values()];\n    this.quads = dataset;',
      },
    ],
    examples: [{ 'urn:p': [{ '@list': [] }, { '@list': [] }] }],
  },
  {
    // Without it, a graph that is named by a blank node may have other names each time that its nodes have other names.
    name: 'each order of related nodes is tried, also where one of them is related several times',
    section: 'RDFC-1.0, 4.8.3, 5.4',
    edits: [
      {
        file: 'rdf-canonize/lib/Permuter.js',
        from: '    const rval = current.slice();\n',
        to: `    const rval = current.slice();
    let left = current.length - 2;
    while(left >= 0 && current[left] >= current[left + 1]) {
      left--;
    }
    if(left < 0) {
      this.done = true;
      return rval;
    }
    let right = current.length - 1;
    while(current[right] <= current[left]) {
      right--;
    }
    [current[left], current[right]] = [current[right], current[left]];
    current.push(...current.splice(left + 1).reverse());
    return rval;
`,
      },
    ],
    examples: [[{}, { 'urn:t': { 'urn:u': 1 } }, {}].map((more) => ({ '@graph': [{ '@id': 'urn:a', 'urn:q': { '@graph': ring, 'urn:s': 4 }, ...more }] }))],
  },
  {
    name: 'lines are in the order of code points',
    section: 'RDFC-1.0, 4.4.3, 7',
    edits: [{ file: canonize, from: '    normalized.sort();', to: '    normalized.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));' }],
    examples: [{ '@id': 'urn:a', 'urn:p': ['\u{1f600}', '\ufb33'] }],
  },
  {
    name: 'lines that are hashed are in the order of code points',
    section: 'RDFC-1.0, 4.6.3, 4',
    edits: [{ file: canonize, from: '    nquads.sort();', to: '    nquads.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));' }],
    examples: [{ 'urn:p': ['\u{1f600}', '\ufb33'], 'urn:q': { 'urn:r': 14 } }],
  },
]
