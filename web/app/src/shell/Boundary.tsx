// A screen that breaks says so in its own place: the bar above it still leads elsewhere.
import { Component, type ReactNode } from "react";
import { useSay } from "../i18n";
import { goAnew } from "./anew";
import { Failed } from "./States";

export class Boundary extends Component<{ at: string; children: ReactNode }, { error: unknown; at: string }> {
  state = { error: null as unknown, at: this.props.at };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  /** Another screen begins anew. */
  static getDerivedStateFromProps(props: { at: string }, state: { error: unknown; at: string }) {
    return props.at === state.at ? null : { error: null, at: props.at };
  }

  render() {
    return this.state.error ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { say } = useSay();
  return <Failed title={say("state.broken")} retry={goAnew} />;
}
