"""Where values come from: through merging, extending, including, interpolation and short forms."""

from __future__ import annotations

from pathlib import Path

from compose_texts import place_of, read, read_files


def test_value_points_at_the_file_that_won() -> None:
    web = (
        read("services:\n  web:\n    image: a\n    tty: true\n", "services:\n  web:\n    image: b\n")
        .services["web"]
        .source
    )

    assert place_of(web.at("image")) == "compose.override.yaml 3:12-3:13"
    assert place_of(web.key("image")) == "compose.override.yaml 3:5-3:10"
    assert place_of(web.at("tty")) == "4:10-4:14"


def test_short_form_answers_for_its_parts() -> None:
    web = read("services:\n  web:\n    image: a\n    ports:\n      - 8080:80\n").services["web"].source

    assert place_of(web.at("ports", 0, "target")) == "5:9-5:16"
    assert web.stated("ports", 0, "published")
    assert not web.stated("ports", 0, "protocol")


def test_entry_of_a_list_of_pairs_is_found_by_its_key() -> None:
    web = read("services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - B=2\n").services["web"].source

    assert place_of(web.at("environment", "B")) == "6:9-6:12"
    assert place_of(web.key("environment", "B")) == "6:9-6:12"


def test_interpolated_value_points_at_the_text_that_holds_the_variable() -> None:
    web = read("services:\n  web:\n    image: x:${TAG:-1}\n").services["web"]

    assert web.image == "x:1"
    assert place_of(web.source.at("image")) == "3:12-3:23"


def test_extended_value_points_at_its_source() -> None:
    web = read("services:\n  base:\n    image: a\n    tty: true\n  web:\n    extends: base\n    image: b\n")

    source = web.services["web"].source
    assert place_of(source.at("tty")) == "4:10-4:14"
    assert place_of(source.at("image")) == "7:12-7:13"
    assert place_of(source.key()) == "5:3-5:6"


def test_included_value_points_at_the_included_file(tmp_path: Path) -> None:
    contents = {"compose.yaml": "include:\n  - sub/more.yaml\n", "sub/more.yaml": "services: {db: {image: x}}\n"}
    db = read_files(tmp_path, contents).services["db"]

    assert place_of(db.source.at("image")) == "more.yaml 1:24-1:25"


def test_value_that_no_file_states_has_the_place_of_what_implies_it() -> None:
    web = read("services:\n  web:\n    image: a\n").services["web"].source

    assert not web.stated("networks", "default")
    assert place_of(web.at("networks", "default")) == place_of(web.at())


def test_path_beyond_the_tree_answers_with_its_nearest_ancestor() -> None:
    web = read("services:\n  web:\n    image: a\n    deploy: {replicas: 2}\n").services["web"].source

    assert place_of(web.at("deploy", "resources", "limits")) == place_of(web.at("deploy"))
    assert not web.stated("deploy", "resources", "limits")


def test_parts_and_leaves_are_what_files_state_in_their_order() -> None:
    web = (
        read(
            "services:\n  web:\n    ports: ['80']\n    image: a\n    environment: [B=1]\n    volumes: [./d:/d:ro]\n"
            "    labels: {}\n"
        )
        .services["web"]
        .source
    )

    assert web.parts() == ["ports", "image", "environment", "volumes", "labels"]
    assert web.parts("volumes") == [0]
    assert web.parts("volumes", 0) == ["type", "source", "target", "read_only"]
    assert web.parts("image") == web.parts("image", "a") == web.parts("networks") == []
    assert list(web.leaves()) == [
        ("ports", 0, "target"),
        ("image",),
        ("environment", "B"),
        ("volumes", 0, "type"),
        ("volumes", 0, "source"),
        ("volumes", 0, "target"),
        ("volumes", 0, "read_only"),
        ("labels",),
    ]
    assert list(read("services: {web: {image: a}}").services["web"].source.leaves()) == [("image",)]


def test_project_answers_for_its_resources() -> None:
    project = read("services: {a: {image: x, volumes: ['data:/d']}}\nvolumes:\n  data:\n    driver: local\n")

    assert place_of(project.source.at("volumes", "data", "driver")) == "4:13-4:18"
    assert place_of(project.source.key("volumes", "data")) == "3:3-3:7"
    assert project.attribute("volumes", "data", "driver").path == ("volumes", "data", "driver")


def test_texts_hold_every_file_by_the_name_of_its_locations(tmp_path: Path) -> None:
    contents = {"compose.yaml": "services: {a: {image: x, env_file: a.env}}\n", "a.env": "A=1\n"}
    project = read_files(tmp_path, contents)

    texts = {Path(name).name: text for name, text in project.texts.items()}
    assert texts == {**contents, "a.env": "A=••••\n"}  # its values may be secret
    assert project.services["a"].source.at("image").file in project.texts
