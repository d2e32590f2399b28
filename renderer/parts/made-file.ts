/** A file that the venue makes for somebody: fetched in pieces, saved as a download, and what went wrong is said. */
import { fetchFile, type Fetch } from './file-pieces';
import { useNotices } from './notices';
import { saveBlob } from './save-file';

interface MadeFile {
  readonly file: string;
  readonly fileName: string;
}

/**
 * `save` never rejects; true: it is saved.
 * @param fetch the call that gives its pieces
 */
export function useMadeFile(fetch: Fetch) {
  const notices = useNotices();
  return async function save<M extends MadeFile>(
    make: () => M | Promise<M>,
    said?: (made: M) => string,
  ): Promise<boolean> {
    try {
      const made = await make();
      saveBlob(await fetchFile(fetch, made.file), made.fileName);
      if (said) notices.show({ kind: 'done', text: said(made) });
      return true;
    } catch (error) {
      notices.showProblem(error);
      return false;
    }
  };
}
