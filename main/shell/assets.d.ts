/** Pictures the build puts into the program itself, as data URLs: there is no path to get wrong once it is packed. */
declare module '*.png?inline' {
  const dataUrl: string;
  export default dataUrl;
}
