// Which screen an address shows. Screens are fetched when they are opened; the canvas is the heaviest.
import { lazy, Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { Home } from "./features/home/Home";
import { usePath } from "./shell/address";
import { Shell } from "./shell/Shell";
import { Failed, Waiting } from "./shell/States";
import { Gate } from "./shell/Gate";
import { useSay } from "./i18n";

const MapScreen = lazy(() => import("./features/map/MapScreen").then((module) => ({ default: module.MapScreen })));
const Why = lazy(() => import("./features/insights/Why").then((module) => ({ default: module.Why })));
const Act = lazy(() => import("./features/act/Act").then((module) => ({ default: module.Act })));
const DataScreen = lazy(() => import("./features/data/DataScreen").then((module) => ({ default: module.DataScreen })));
const MatchScreen = lazy(() => import("./features/match/Match").then((module) => ({ default: module.MatchScreen })));
const People = lazy(() => import("./features/people/People").then((module) => ({ default: module.People })));

export function App() {
  return (
    <Router hook={usePath}>
      <Gate>
        <Shell>
          <Suspense fallback={<Waiting />}>
            <Switch>
              <Route path="/" component={Home} />
              <Route path="/maps/:id/:persona?">{({ id, persona }) => <MapScreen key={id} id={decodeURIComponent(id)} persona={persona ? decodeURIComponent(persona) : null} />}</Route>
              <Route path="/match/:id">{({ id }) => <MatchScreen key={id} id={decodeURIComponent(id)} />}</Route>
              <Route path="/why/:part?">{({ part }) => <Why part={part ?? "claims"} />}</Route>
              <Route path="/act" component={Act} />
              <Route path="/people" component={People} />
              <Route path="/data/:part?">{({ part }) => <DataScreen part={part ?? "files"} />}</Route>
              <Route><Nowhere /></Route>
            </Switch>
          </Suspense>
        </Shell>
      </Gate>
    </Router>
  );
}

function Nowhere() {
  const { say } = useSay();
  return <Failed title={say("state.nowhere")} />;
}
