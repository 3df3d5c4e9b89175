/** What the compiled schema finds wrong: the least that ajv reports. */
export type Fault = {
  readonly instancePath: string
  /** Only where the rule names a class. */
  readonly schemaPath?: string
  readonly keyword: string
  readonly params: {
    readonly type?: string | readonly string[]
    readonly missingProperty?: string
    readonly additionalProperty?: string
    readonly propertyName?: string
    readonly pattern?: string
    readonly allowedValue?: string
    readonly allowedValues?: readonly string[]
  }
  readonly propertyName?: string
}

/** One definition of the compiled schema. It keeps the faults of its last run, and never waits. */
export type Check = ((value: unknown) => boolean) & { errors?: readonly Fault[] | null }
