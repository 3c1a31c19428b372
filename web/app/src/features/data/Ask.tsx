// A question that the file cannot answer itself, with its choices.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSay } from "../../i18n";
import type { Question } from "./uploading";

export function Ask({ question, answer }: { question: Question; answer(key: string): void }) {
  const { say } = useSay();
  const [free, setFree] = useState("");
  return (
    <section className="sheet report" aria-label={say("data.question")}>
      <h3>{question.question}</h3>
      <div className="choices">{Object.entries(question.choices).map(([key, words]) => <Button key={key} variant="default" onClick={() => answer(key)}>{words}</Button>)}</div>
      {question.free && (
        <form className="choices" onSubmit={(event) => { event.preventDefault(); if (free) answer(free); }}>
          <TextInput aria-label={question.free} placeholder={question.free} value={free} onChange={(event) => setFree(event.currentTarget.value)} />
          <Button type="submit">{say("data.answer")}</Button>
        </form>
      )}
    </section>
  );
}
