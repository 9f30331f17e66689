"""Reference data shipped with the product: complete, documented, consistent."""

from ijportal.demo import reference


def test_every_file_is_in_the_notice():
    notice = (reference.DATA / "README.md").read_text(encoding="utf-8")
    for path in reference.DATA.rglob("*.*"):
        if path.suffix in {".csv", ".txt"}:
            assert f"`{path.relative_to(reference.DATA)}`" in notice


def test_forty_motives_cover_the_thirteen_classes():
    motives = reference.rows("nomenclatures/motifs.csv")
    classes = {row["classe"] for row in reference.rows("nomenclatures/classes_motifs_arret.csv")}
    assert [row["code"] for row in motives] == [f"M{i:02d}" for i in range(1, 41)]
    assert {row["classe"] for row in motives} == classes
    assert len(classes) == 13


def test_every_published_figure_has_its_address():
    assert all(row["url"].startswith("http") for row in reference.rows("ij/chiffres_publies.csv"))


def test_rows_of_a_departement_are_those_of_the_whole_file():
    name = "geo/iris_2023.csv"
    kept = [row for row in reference.rows(name) if row["departement"] == "06"]
    assert reference.rows_of(name, ("06",)) == kept
    assert len(kept) == 500
