//! One scenario from beginning to end: chaos, then calm, then the proof that everybody knows the truth.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::list::IngressList;
use kube_ingress_dash_model::status::WatchState;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::client::{Client, Screen};
use crate::history::{History, Rows, Selection, by_key, difference, selects};
use crate::objects::{NAMES, NAMESPACES};
use crate::program::Program;
use crate::scenario::{Action, Operation, Scenario, Size, Target};
use crate::world::{World, rows};

/// A source may wait for 30 s between attempts, and a silent watch is given up after 17 s.
const LONGEST_RECOVERY: Duration = Duration::from_secs(90);
/// How often it is asked whether all is well.
const INTERVAL: Duration = Duration::from_millis(100);

/// How often each thing was come across.
pub type Counts = BTreeMap<String, usize>;

struct Running {
    program: Program,
    screens: Vec<Arc<Mutex<Screen>>>,
    clients: JoinSet<String>,
    history: Arc<Mutex<History>>,
    calm: watch::Sender<bool>,
}

/// Runs the scenario. A failure says what is wrong, with what led to it.
pub async fn run(scenario: &Scenario, mut world: impl World) -> Result<Counts, String> {
    populate(scenario, &mut world).await;
    let mut running = Running::start(scenario, &world.kubeconfig()).await;
    let mut done = Vec::new();
    let ended = running.live_through(scenario, &mut world, &mut done).await;
    ended.map_err(|wrong| running.explain(scenario, &done, &wrong))?;
    Ok(running.history.lock().counts().clone())
}

async fn populate(scenario: &Scenario, world: &mut impl World) {
    world.fill(NAMESPACES[0], scenario.bulk).await;
    for namespace in NAMESPACES {
        for number in 0..NAMES / 2 {
            world.operate(Operation::Put(Target { namespace, number }, Size::Small)).await;
        }
    }
}

impl Running {
    async fn start(scenario: &Scenario, kubeconfig: &str) -> Self {
        let replay = scenario.replay.to_string();
        let heartbeat = format!("{}ms", scenario.heartbeat.as_millis());
        let namespaces = NAMESPACES.join(",");
        let mut arguments = vec!["--replay-events", &replay, "--heartbeat", &heartbeat, "--rate-limit", "0"];
        arguments.extend(["--log-level", "debug"]);
        arguments.extend(["--watch-timeout", "2s", "--kube-attempt-timeout", "3s", "--kube-timeout", "10s"]);
        if scenario.by_namespace {
            arguments.extend(["--namespaces", &namespaces]);
        }
        let program = Program::ready(kubeconfig, &arguments).await;
        let history = Arc::new(Mutex::new(History::default()));
        let (calm, is_calm) = watch::channel(false);
        let (mut screens, mut clients) = (Vec::new(), JoinSet::new());
        for (number, persona) in scenario.clients.iter().enumerate() {
            let seed = scenario.seed.wrapping_add(number as u64);
            let client = Client::new(program.address(), persona.clone(), seed, &history, is_calm.clone());
            screens.push(client.screen());
            clients.spawn(client.run());
        }
        Self { program, screens, clients, history, calm }
    }

    async fn live_through(
        &mut self,
        scenario: &Scenario,
        world: &mut impl World,
        done: &mut Vec<String>,
    ) -> Result<(), String> {
        let began = Instant::now();
        for (number, step) in scenario.steps.iter().enumerate() {
            self.wait(step.pause).await?;
            done.push(format!("{:>6} ms {:?}", began.elapsed().as_millis(), step.action));
            match &step.action {
                Action::Operate(operation) => world.operate(*operation).await,
                Action::Burst(operations) => {
                    for operation in operations {
                        world.operate(*operation).await;
                    }
                }
                Action::Fault(fault) => world.break_down(fault).await,
            }
            if number % 8 == 0 {
                self.read_list(&scenario.clients[number % scenario.clients.len()].selection).await;
            }
        }
        world.heal().await;
        self.calm.send_replace(true);
        self.settle(world).await?;
        // Only a watch that lives brings this.
        for namespace in NAMESPACES {
            world.operate(Operation::Put(Target { namespace, number: 0 }, Size::Small)).await;
        }
        self.settle(world).await?;
        self.clients.shutdown().await;
        for screen in &self.screens {
            screen.lock().protocol.disconnect();
        }
        self.history.lock().verify(scenario.replay)?;
        let panics = self.program.logged("panicked");
        if panics.is_empty() { Ok(()) } else { Err(format!("the service panicked: {panics:?}")) }
    }

    /// Waits, unless a client sees a rule broken.
    async fn wait(&mut self, time: Duration) -> Result<(), String> {
        tokio::select! {
            biased;
            Some(ended) = self.clients.join_next() => Err(ended.unwrap_or_else(|error| error.to_string())),
            () = sleep(time) => Ok(()),
        }
    }

    async fn read_list(&self, selection: &Selection) -> IngressList {
        let names = selection.iter().flatten().cloned().collect::<Vec<_>>().join(",");
        let answer = self.program.get(&format!("/api/ingresses?namespaces={names}")).await;
        let list: IngressList = serde_json::from_str(&answer.body).unwrap();
        let rows = by_key(&list.ingresses);
        self.history.lock().state(list.position.sequence, selection.clone(), rows);
        list
    }

    async fn settle(&mut self, world: &impl World) -> Result<(), String> {
        let truth = by_key(&rows(world.objects().await).into_iter().map(Arc::new).collect::<Vec<_>>());
        let deadline = Instant::now() + LONGEST_RECOVERY;
        while let Some(wrong) = self.disagreement(&truth).await {
            if Instant::now() > deadline {
                return Err(format!("{LONGEST_RECOVERY:?} after the last fault {wrong}"));
            }
            self.wait(INTERVAL).await?;
        }
        Ok(())
    }

    /// Who does not know the truth yet.
    async fn disagreement(&self, truth: &Rows) -> Option<String> {
        let list = self.read_list(&None).await;
        let listed = by_key(&list.ingresses);
        let timeless = listed.iter().map(|(key, row)| (key.clone(), Arc::new(of_object(row)))).collect();
        if let Some(wrong) = difference(truth, &timeless) {
            return Some(format!("the list is wrong: {wrong}; its statuses are {:?}", list.namespaces));
        }
        if let Some(status) = list.namespaces.iter().find(|status| status.state != WatchState::Live) {
            return Some(format!("the list says {status:?}"));
        }
        self.screens.iter().enumerate().find_map(|(number, screen)| {
            let wrong = disagreement_of(&screen.lock(), &listed)?;
            Some(format!("client {number} {wrong}"))
        })
    }

    fn explain(&self, scenario: &Scenario, done: &[String], wrong: &str) -> String {
        let Scenario { seed, by_namespace, replay, heartbeat, bulk, clients, .. } = scenario;
        let watches = if *by_namespace { "a watch for each namespace" } else { "one watch" };
        let mut text = format!(
            "{wrong}\n\nThis was seed {seed}; KUBE_INGRESS_DASH_SEED={seed} runs it again. {watches}, {replay} events \
             kept, a heartbeat after {heartbeat:?}, {bulk} rows more\nClients: {clients:?}\nWhat happened before:\n"
        );
        for step in done.iter().skip(done.len().saturating_sub(40)) {
            let _ = writeln!(text, "{}", step.chars().take(200).collect::<String>());
        }
        let log = self.program.logged("\"kube_ingress_dash_watcher");
        let _ = writeln!(text, "The end of the log:");
        for line in log.iter().skip(log.len().saturating_sub(40)) {
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

fn disagreement_of(screen: &Screen, listed: &Rows) -> Option<String> {
    let Screen { protocol, browser } = screen;
    if !protocol.is_following() {
        return Some("does not follow".to_owned());
    }
    let selection = protocol.selection();
    let expected = listed
        .iter()
        .filter(|(key, _)| selects(selection, &key.namespace))
        .map(|(key, row)| (key.clone(), Arc::clone(row)))
        .collect();
    if let Some(wrong) = difference(&expected, protocol.rows()) {
        return Some(format!("of {selection:?} has wrong rows: {wrong}"));
    }
    if let Some(wrong) = difference(&expected, &by_key(browser.rows())) {
        return Some(format!("of {selection:?} has wrong rows on its board: {wrong}"));
    }
    let unfit = browser.namespaces().find(|status| status.state != WatchState::Live)?;
    Some(format!("of {selection:?} shows {unfit:?}"))
}

/// The row less what this server adds.
fn of_object(row: &Ingress) -> Ingress {
    Ingress { changed_at: None, findings: FindingSet::default(), ..row.clone() }
}
