"""Loops and conditions moved to where XML can repeat: around runs, paragraphs, cells or rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from lxml import etree

from crmbook.language import _
from crmbook.letters.word.marks import END, TABLE, TAGS
from crmbook.letters.word.package import ancestors, w
from crmbook.letters.word.tags import Construct, Finder, Tag

_CONTAINERS = frozenset(map(w, ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "body")))
# What a paragraph shows besides text: one that holds it is not left out with its tags.
_SEEN = tuple(
    map(
        w,
        ("drawing", "pict", "object", "fldChar", "fldSimple", "footnoteReference", "sectPr", "sym"),
    )
)


class Lifting:
    """What happens to each element whose tags go to its own level."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._by_mark = {tag.mark: tag for tag in finder.tags}
        self._before: dict[etree._Element, list[Tag]] = defaultdict(list)
        self._after: dict[etree._Element, list[Tag]] = defaultdict(list)
        self._instead: dict[etree._Element, list[Tag]] = defaultdict(list)

    def run(self) -> None:
        in_runs = [each for each in self._finder.constructs() if not self._lift(each)]
        for tag in self._finder.tags:
            if not tag.prints and tag.word in {"", "set"}:
                self._alone(tag)
        self._apply()
        for construct in in_runs:
            self._between_runs(construct.tags)

    # ── decide ──

    def _lift(self, construct: Construct) -> bool:
        """Whether the tags go around paragraphs, cells or rows; those inside a paragraph stay."""
        tags = construct.tags
        paragraphs = [_paragraph(tag) for tag in tags]
        level = _highest(tags)
        if not level and len(set(paragraphs)) == 1:
            return False
        elements = self._elements(tags, paragraphs, level)
        for n, (tag, element) in enumerate(zip(tags, elements, strict=True)):
            if self._only_tags(element):
                self._instead[element].append(tag)
            elif n == 0 and (level or _is(element, "tr", "tc")):
                self._before[element].append(tag)
            elif n == len(tags) - 1 and (level or _is(element, "tr", "tc")):
                self._after[element].append(tag)
            else:
                self._refuse_company(tag)
        return True

    def _elements(
        self, tags: Sequence[Tag], paragraphs: Sequence[etree._Element], level: str
    ) -> list[etree._Element]:
        """The neighbours, children of one parent, that the tags open and close around."""
        if level in {"tr", "tc"}:
            elements = [next(ancestors(each, level), None) for each in paragraphs]
        elif level == "p":
            elements = list(paragraphs)
        else:
            elements = _neighbours(paragraphs)
        parents = {None if each is None else each.getparent() for each in elements}
        whole = [each for each in elements if each is not None and _is(each, "p", "tr", "tc")]
        if len(parents) > 1 or len(whole) < len(tags):
            raise self._finder.error(
                _("The tags {first} and {last} stand at places that do not fit each other.").format(
                    first=tags[0].source, last=tags[-1].source
                ),
                tags[0].place,
                _("Put both into paragraphs of their own, or both into cells of one table."),
            )
        return whole

    def _refuse_company(self, tag: Tag) -> None:
        raise self._finder.error(
            _("The tag {tag} shares its paragraph with other text, but reaches beyond it.").format(
                tag=tag.source
            ),
            tag.place,
            _("Put it into a paragraph of its own."),
        )

    def _only_tags(self, element: etree._Element) -> bool:
        """An element that shows nothing but loops and conditions is left out with them."""
        if next(element.iter(*_SEEN), None) is not None:
            return False
        text = "".join(each.text or "" for each in element.iter(w("t")))
        if any(self._by_mark[mark].prints for mark in TAGS.findall(text)):
            return False
        return not TAGS.sub("", text).strip()

    def _alone(self, tag: Tag) -> None:
        paragraph = _paragraph(tag)
        if self._only_tags(paragraph):
            self._instead[paragraph].append(tag)

    # ── do ──

    def _apply(self) -> None:
        order = {tag: n for n, tag in enumerate(self._finder.tags)}
        lifted = [*self._before.values(), *self._after.values(), *self._instead.values()]
        for tag in (tag for tags in lifted for tag in tags):
            tag.element.text = (tag.element.text or "").replace(tag.mark, "")
        for element in {**self._before, **self._after, **self._instead}:
            _guard(element)
        for element, tags in self._before.items():
            _put_before(element, _marks(tags, order))
        for element, tags in self._after.items():
            element.tail = _marks(tags, order) + (element.tail or "")
        for element, tags in self._instead.items():
            _put_before(element, _marks(tags, order))
            _remove(element)

    def _between_runs(self, tags: Sequence[Tag]) -> None:
        """Inside one text the tags may stay; over several runs they go between them."""
        if len({tag.element for tag in tags}) == 1 and self._together(tags):
            return
        for tag in tags:
            _split(tag)
        if len({tag.element.getparent() for tag in tags}) > 1:
            raise self._finder.error(
                _("The tags {first} and {last} stand at places that do not fit each other.").format(
                    first=tags[0].source, last=tags[-1].source
                ),
                tags[0].place,
                _("Do not let one of them stand in a link or a field and the other beside it."),
            )

    def _together(self, tags: Sequence[Tag]) -> bool:
        """Whether all still stand where they were found: an inner loop may have split the run."""
        text = tags[0].element.text or ""
        return all(tag.mark in text for tag in tags)


def _paragraph(tag: Tag) -> etree._Element:
    return next(ancestors(tag.element, "p"))


def _highest(tags: Sequence[Tag]) -> str:
    asked = {tag.level for tag in tags}
    return next((level for level in ("tr", "tc", "p") if level in asked), "")


def _is(element: etree._Element, *names: str) -> bool:
    return element.tag in {w(name) for name in names}


def _neighbours(paragraphs: Sequence[etree._Element]) -> list[etree._Element | None]:
    """The children of the nearest common ancestor; tags in cells of one row are for the row."""
    lines = [[*reversed(list(each.iterancestors())), each] for each in paragraphs]
    depth = 0
    while (
        all(len(line) > depth + 1 for line in lines) and len({line[depth] for line in lines}) == 1
    ):
        depth += 1
    if len({line[depth] for line in lines}) == 1:
        return [line[depth] for line in lines]
    common = lines[0][depth - 1]
    if common.tag == w("tr"):
        return [common for _line in lines]
    return [line[depth] for line in lines]


def _marks(tags: Sequence[Tag], order: dict[Tag, int]) -> str:
    return "".join(tag.mark for tag in sorted(tags, key=order.__getitem__) if tag.source)


def _guard(element: etree._Element) -> None:
    """A cell must end with a paragraph and a table must have a row, whatever is left out."""
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag in _CONTAINERS and len(parent):
        last = parent[-1] if parent[-1].tag != w("sectPr") else parent[-1].getprevious()
        if last is not None and END not in (last.tail or ""):
            last.tail = (last.tail or "") + END
    if parent.tag == w("tbl") and TABLE not in _text_before(parent):
        _put_before(parent, TABLE)


def _text_before(element: etree._Element) -> str:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    return (parent.text or "") if parent is not None else ""


def _put_before(element: etree._Element, text: str) -> None:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def _remove(element: etree._Element) -> None:
    """Take an element out and leave what follows it."""
    parent = element.getparent()
    if parent is not None:
        _put_before(element, element.tail or "")
        element.tail = None
        parent.remove(element)


def _split(tag: Tag) -> None:
    """Cut the run at the tag; the tag stands between the halves, and its element is the first."""
    element = next(each for each in _same_run_texts(tag) if tag.mark in (each.text or ""))
    run = element.getparent()
    parent = run.getparent() if run is not None else None
    if run is None or parent is None:
        return
    before, _mark, after = (element.text or "").partition(tag.mark)
    second = etree.Element(w("r"))
    look = run.find(w("rPr"))
    if look is not None:
        second.append(_copy(look))
    rest = etree.SubElement(second, w("t"))
    rest.text = after
    for child in list(element.itersiblings()):
        second.append(child)
    element.text = before
    second.tail, run.tail = run.tail, tag.mark
    parent.insert(parent.index(run) + 1, second)
    tag.element = run


def _same_run_texts(tag: Tag) -> list[etree._Element]:
    """The texts of the tag's paragraph: splitting moves the later tags of a run into a new one."""
    return list(_paragraph(tag).iter(w("t")))


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))
