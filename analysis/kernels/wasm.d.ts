/** The bytes of a module that the build makes of `assembly/<name>.ts` (electron/setup/kernels.mjs). */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The source of a worker thread with everything it needs, made of the TypeScript file of that name. */
declare module '*.worker.ts?source' {
  const source: string;
  export default source;
}

/** What of it we use; Node's own types have none of it. */
declare namespace WebAssembly {
  class Memory {
    /** Without `shared` in what it was made of an ArrayBuffer. */
    constructor(size: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, Memory>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
