/** Highlights what it lies in for a moment, again for each revision; 0 is nothing new. */
export function Flash({ revision }: { readonly revision: number }) {
  return revision > 0 ? <span key={revision} className="flash" aria-hidden="true" /> : null;
}
