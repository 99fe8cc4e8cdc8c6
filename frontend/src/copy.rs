//! Copying, which always says whether it worked: where it was asked for, and in words at the foot of the page, which
//! are read out.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::alarm::Alarm;
use crate::clipboard;

/// How long an outcome is shown.
const SHOWN: Duration = Duration::from_secs(2);
/// How long it is said that something is on its way.
const PATIENCE: Duration = Duration::from_secs(30);
/// A text up to this length, in bytes, is repeated in the notice.
const REPEATED: usize = 60;

/// Whether something was copied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Copied,
    Failed,
}

/// What was copied last, or was not.
struct Copied {
    /// The text, where there was one.
    text: Option<String>,
    label: &'static str,
    outcome: Outcome,
}

/// Copies, and tells all the page.
#[derive(Clone, Copy)]
pub struct Copier {
    notice: RwSignal<String>,
    /// How many copies were asked for: one that must wait gives way to a later one.
    asked: StoredValue<u32>,
    last: RwSignal<Option<Copied>>,
    end: Alarm,
}

impl Copier {
    /// The page's own; [`CopyNotice`] shows what it tells.
    pub fn provide() -> Self {
        let copier = Self {
            notice: RwSignal::new(String::new()),
            asked: StoredValue::new(0),
            last: RwSignal::new(None),
            end: Alarm::new(),
        };
        provide_context(copier);
        copier
    }

    /// Copies the text, which is called `label`.
    pub fn copy(self, text: String, label: &'static str) {
        self.write_when_known(async { Some(text) }, label);
    }

    /// Copies a text that must be fetched, which is called `label`; null is told as a failure. A later copy takes its
    /// place.
    pub fn copy_when_known(self, text: impl Future<Output = Option<String>> + 'static, label: &'static str) {
        self.tell_of_waiting(label);
        self.write_when_known(text, label);
    }

    fn write_when_known(self, text: impl Future<Output = Option<String>> + 'static, label: &'static str) {
        let own = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let text = text.await;
            if self.asked.try_get_value() != own {
                return;
            }
            let outcome = match &text {
                Some(text) => write(text).await,
                None => Outcome::Failed,
            };
            self.tell(Copied { text, label, outcome });
        });
    }

    /// Says that a text is on its way.
    fn tell_of_waiting(self, label: &str) {
        self.notice.set(["Copying ", label, "…"].concat());
        self.end.set(PATIENCE, move || self.notice.set(String::new()));
    }

    /// Whether this text was copied under this label a moment ago, and how that went. Tracks it.
    fn outcome(self, text: &str, label: &str) -> Option<Outcome> {
        self.last.with(|last| {
            let last =
                last.as_ref().filter(|last| last.label == label && last.text.as_deref() == Some(text))?;
            Some(last.outcome)
        })
    }

    fn tell(self, copied: Copied) {
        self.notice.set(notice(copied.outcome, copied.text.as_deref().unwrap_or_default(), copied.label));
        self.last.set(Some(copied));
        self.end.set(SHOWN, move || {
            self.notice.set(String::new());
            self.last.set(None);
        });
    }
}

async fn write(text: &str) -> Outcome {
    if clipboard::write(text).await { Outcome::Copied } else { Outcome::Failed }
}

fn notice(outcome: Outcome, text: &str, label: &str) -> String {
    let verb = match outcome {
        Outcome::Copied => "Copied ",
        Outcome::Failed => return ["Copying failed: ", label].concat(),
    };
    let is_short = text.len() <= REPEATED && !text.contains('\n');
    [verb, if is_short { text } else { label }].concat()
}

/// Says what was copied last, for a moment.
#[component]
pub fn CopyNotice(copier: Copier) -> impl IntoView {
    view! { <div class="copy-notice" role="status" data-testid="copy-notice">{copier.notice}</div> }
}

/// A button that copies a text.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What that is called, such as `host`.
    label: &'static str,
    /// What stands on the button; a sign without it.
    #[prop(optional)]
    words: Option<&'static str>,
    /// Whether Tab leads to the button.
    #[prop(default = Signal::stored("0"), into)]
    tabindex: Signal<&'static str>,
) -> impl IntoView {
    let copier = use_context::<Copier>();
    let copy = move |event: MouseEvent| {
        event.stop_propagation();
        if let Some(copier) = copier {
            copier.copy(text.get_untracked(), label);
        }
    };
    // Told by the page and not kept by the button: a row that is drawn again has another button.
    let outcome = move || text.with(|text| copier?.outcome(text, label));
    let state = move || match outcome() {
        None => "",
        Some(Outcome::Copied) => "copied",
        Some(Outcome::Failed) => "failed",
    };
    let inside = move || match (outcome(), words) {
        (None, Some(words)) => words.into_any(),
        (Some(Outcome::Copied), Some(_)) => "Copied".into_any(),
        (Some(Outcome::Failed), Some(_)) => "Copying failed".into_any(),
        (outcome, None) => sign(outcome).into_any(),
    };
    view! {
        <button
            class=if words.is_some() { "button" } else { "copy" }
            data-testid=["copy-", label].concat()
            data-outcome=state
            aria-label=["Copy ", label].concat()
            title=["Copy ", label].concat()
            tabindex=move || tabindex.get()
            on:click=copy
        >
            {inside}
        </button>
    }
}

fn sign(outcome: Option<Outcome>) -> impl IntoView {
    let path = match outcome {
        None => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
        Some(Outcome::Copied) => "M3 8.5l3.5 3.5L13 4.5",
        Some(Outcome::Failed) => "M4 4l8 8M12 4l-8 8",
    };
    view! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d=path/></svg> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_repeats_what_is_short_and_names_what_is_long() {
        assert_eq!(notice(Outcome::Copied, "shop.example.com", "host"), "Copied shop.example.com");
        assert_eq!(notice(Outcome::Copied, "kind: Ingress\n", "YAML"), "Copied YAML");
        assert_eq!(notice(Outcome::Failed, "shop.example.com", "host"), "Copying failed: host");
    }
}
