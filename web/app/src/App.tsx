// Which screen an address shows. Screens are fetched when they are opened; the canvas is the heaviest.
import { Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { Home } from "./features/home/Home";
import { usePath } from "./shell/address";
import { Shell } from "./shell/Shell";
import { Failed, Waiting } from "./shell/States";
import { Gate } from "./shell/Gate";
import { useSay } from "./i18n";
import { later } from "./shell/anew";

const MapScreen = later(() => import("./features/map/MapScreen").then((module) => module.MapScreen));
const Why = later(() => import("./features/insights/Why").then((module) => module.Why));
const Act = later(() => import("./features/act/Act").then((module) => module.Act));
const DataScreen = later(() => import("./features/data/DataScreen").then((module) => module.DataScreen));
const MatchScreen = later(() => import("./features/match/Match").then((module) => module.MatchScreen));
const People = later(() => import("./features/people/People").then((module) => module.People));

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
