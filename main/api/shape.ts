/** Rows as the contract writes them: a column without a value is a field that is not there. */

type WithoutNulls<T> = { -readonly [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  -readonly [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
