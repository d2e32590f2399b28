/** What stands in the way of a call, as the contract says it. */
export interface SaidNo {
  readonly reason?: string;
  readonly field?: string;
  readonly sentence?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** The data of the error a call ended with; empty if it went through. */
export async function refusalOf(call: Promise<unknown>): Promise<SaidNo> {
  try {
    await call;
    return {};
  } catch (error) {
    return (error as { readonly data?: SaidNo }).data ?? {};
  }
}
