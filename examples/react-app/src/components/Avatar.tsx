/** Two letters of a name, and a colour that stays the same for its user. */
export function Avatar({ id, name }: { readonly id: string | null; readonly name: string | null }) {
  const parts = (name ?? "?").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const last = parts.length > 1 ? parts.at(-1) : "";
  const initials = ((parts[0] ?? "?").slice(0, 1) + (last ?? "").slice(0, 1)).toUpperCase();
  let hue = 0;
  for (const letter of id ?? "?") hue = (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return (
    // Drawn, not written: the name stands beside it, or says it.
    <span
      className="avatar"
      style={{ "--hue": hue } as React.CSSProperties}
      data-initials={initials}
      aria-hidden="true"
    />
  );
}
