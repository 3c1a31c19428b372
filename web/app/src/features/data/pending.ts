// Files that somebody chose on another screen and that the data screen takes in when it opens.
let waiting: File[] = [];

export function pend(files: File[]): void {
  waiting = files;
}

export function taken(): File[] {
  const files = waiting;
  waiting = [];
  return files;
}
