// The framework-free viewer inside React: mounted once per map, removed with it.
import { mount, type MapFile } from "@desireline/map-view";
import { useEffect, useRef } from "react";

export function MapPane({ file }: { file: MapFile }) {
  const host = useRef<HTMLElement>(null);
  useEffect(() => {
    const viewer = mount(host.current!, file);
    return () => viewer.destroy();
  }, [file]);
  return <main ref={host} />;
}
