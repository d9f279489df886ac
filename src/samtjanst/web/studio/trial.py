"""Trying a form without leaving a trace: all that was answered travels in the page itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from samtjanst.capabilities.formkit import inputs, present, recording
from samtjanst.capabilities.formkit.context import Context, FileFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.eservices import trial_people
from samtjanst.journey.look_up import context as facts_context
from samtjanst.kernel import ids
from samtjanst.web.studio import acting

SALT = "samtjanst.studio.trial"
MAX_AGE = 60 * 60 * 24
LONGEST_MEMORY = 500_000


@dataclass(slots=True)
class Memory:
    """What has been answered so far, by whom; ``files`` are names and sizes, never contents.

    ``known`` is what was known at a recorded run (``recording.kept``); {} for the person's own.
    ``acts_for`` and ``level`` are for whom she tries it, and how surely it is she (``acting``).
    """

    person: str
    answers: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    acts_for: str = ""
    level: int = acting.USUAL_LEVEL

    def sealed(self) -> str:
        """As a text for a hidden field, signed so that it comes back as it was."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


@dataclass(frozen=True, slots=True)
class Trial:
    """A form being tried."""

    definition: Definition
    memory: Memory
    context: Context
    evaluation: Evaluation


def opened(
    request: HttpRequest,
    definition: Definition,
    parameters: Mapping[str, Any],
    start: Memory | None = None,
) -> Trial:
    """The trial that the request goes on with; from ``start`` when it brings none, or a new one."""
    memory = _remembered(request) if start is None or request.POST else start
    context = context_of(memory, parameters, definition)
    return Trial(definition, memory, context, evaluate(definition, memory.answers, context))


def answered(trial: Trial, request: HttpRequest, page_id: str) -> Trial:
    """The trial with what was posted on a page."""
    memory = trial.memory
    data = dict(request.POST.lists())
    memory.answers |= inputs.read_page(trial.definition, page_id, data, trial.context)
    _pretend_files(memory, request.FILES)
    context = context_of(memory, trial.context.parameters, trial.definition)
    evaluation = evaluate(trial.definition, memory.answers, context)
    return Trial(trial.definition, memory, context, evaluation)


def shown(trial: Trial, page_id: str, language: str, *, errors: bool) -> present.PageView:
    """The page as a citizen would see it."""
    return present.page(
        trial.definition,
        page_id,
        trial.evaluation,
        trial.memory.answers,
        show_errors=errors,
        language=language,
    )


def _remembered(request: HttpRequest) -> Memory:
    text = request.POST.get("memory", "")
    try:
        if text and len(text) <= LONGEST_MEMORY:
            return Memory(**signing.loads(text, salt=SALT, max_age=MAX_AGE))
    except (signing.BadSignature, TypeError):
        pass
    known = trial_people.people()
    wanted = request.POST.get("person") or request.GET.get("person", "")
    person = wanted if wanted in known else next(iter(known))
    asked = request.POST or request.GET
    return Memory(person, acts_for=asked.get("for", "")[:20], level=acting.level(asked))


def context_of(
    memory: Memory, parameters: Mapping[str, Any], definition: Definition | None = None
) -> Context:
    """What the form knows of the invented person and of the files that are pretended."""
    files = {key: FileFacts(id=key, **value) for key, value in memory.files.items()}
    if memory.known:
        return replace(recording.restored(memory.known, parameters), files=files)
    person = trial_people.people().get(memory.person) or next(iter(trial_people.people().values()))
    base = facts_context(person.facts, parameters, [])
    return Context(
        today=base.today,
        parameters=parameters,
        applicant=base.applicant,
        children=base.children,
        files=files,
        assurance_level=memory.level,
        companies=acting.COMPANIES,
        represents=acting.chosen(definition, memory.acts_for).facts if definition else None,
    )


def plain(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The files of a recorded run as a memory holds them."""
    names = ("name", "content_type", "size")
    return {key: {name: one[name] for name in names} for key, one in kept.items()}


def _pretend_files(memory: Memory, uploads: MultiValueDict[str, Any]) -> None:
    for question_id, several in uploads.lists():
        for upload in several[:5]:
            key = ids.new_id().hex
            memory.files[key] = {
                "name": (upload.name or "fil")[:100],
                "content_type": upload.content_type or "",
                "size": upload.size or 0,
            }
            held = memory.answers.get(question_id)
            memory.answers[question_id] = [*(held if isinstance(held, list) else []), key]
