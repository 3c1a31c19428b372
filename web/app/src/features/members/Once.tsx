// A link that is shown once: to be copied now.
import { Button, CopyButton, TextInput } from "@mantine/core";
import { useSay } from "../../i18n";

export function Once({ words, fragment }: { words: string; fragment: string }) {
  const { say } = useSay();
  const address = `${location.origin}${location.pathname}${fragment}`;
  return (
    <div className="once">
      <TextInput readOnly label={words} description={say("share.once")} value={address} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={address}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{say(copied ? "share.copied" : "share.copy")}</Button>}</CopyButton>
    </div>
  );
}
