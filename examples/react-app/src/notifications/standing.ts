/** So many toasts wait on the screen at a time; the others wait in the notification centre. */
const MAX_STANDING = 3;

/** The toasts that stay until they were seen. */
export class Standing {
  private readonly ids = new Set<string>();

  /** `dismiss` takes one off the screen. */
  constructor(private readonly dismiss: (id: string) => void) {}

  /** One more stays; the oldest makes room. */
  add(id: string): void {
    this.ids.delete(id);
    this.ids.add(id);
    for (const oldest of this.ids) {
      if (this.ids.size <= MAX_STANDING) return;
      this.take(oldest);
    }
  }

  /** It is off the screen; whether it stood there. */
  remove(id: string): boolean {
    return this.ids.delete(id);
  }

  /** Takes away what need not stay. */
  keepOnly(isWaiting: (id: string) => boolean): void {
    for (const id of this.ids) if (!isWaiting(id)) this.take(id);
  }

  private take(id: string): void {
    // First, so that its end is not taken for the user's.
    this.ids.delete(id);
    this.dismiss(id);
  }
}
