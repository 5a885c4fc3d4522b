/** What tests ask of the reader of DMN, which has no types of its own. */
declare module 'dmn-moddle' {
  interface Expression {
    readonly text: string;
  }
  export interface DecisionRule {
    readonly inputEntry: readonly Expression[];
    readonly outputEntry: readonly Expression[];
  }
  export interface DrgElement {
    readonly $type: string;
    readonly id: string;
    readonly decisionLogic?: { readonly hitPolicy: string; readonly rule: readonly DecisionRule[] };
  }
  export class DmnModdle {
    fromXML(xml: string): Promise<{
      readonly rootElement: { readonly drgElement: readonly DrgElement[] };
      readonly warnings: readonly unknown[];
    }>;
  }
}
