#!/usr/bin/env bash
# Licences of all that kzcheck installs, resolved anew, and known holes in it.
# Both tools are run by uv in places of their own: what they pin does not bind us. Both ask the package index. Where it cannot be asked that is said, and is no success: "not asked".
set -uo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
failed=0

timeout 120 uv tool run --quiet --from 'licensecheck>=2025.1,<2027' licensecheck --zero --format json --requirements-paths pyproject.toml --extras office pdf >"$out/licences" 2>"$out/told"
code=$?
if [ "$code" = 0 ] || [ "$code" = 1 ]; then
  python - "$out/licences" <<'PY' || failed=1
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
try:
    packages = json.loads(text[text.index("{"):])["packages"]
except (ValueError, KeyError):
    packages = []
wrong = [f"{p['name']}: {p['license']}" for p in packages if not p["licenseCompat"]]
print(f"licences: {len(packages)} packages, {len(wrong)} that do not fit" if packages else "licences: not asked, the index gave no answer")
sys.exit("\n".join(wrong) if wrong else 0)
PY
else
  echo "licences: not asked (licensecheck ended with $code)"
fi

site=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
timeout 120 uv tool run --quiet --from 'pip-audit>=2.10,<3' pip-audit --path "$site" --progress-spinner off --timeout 5 --format json >"$out/holes" 2>"$out/told"
python - "$out/holes" <<'PY' || failed=1
import json, sys
try:
    packages = json.load(open(sys.argv[1], encoding="utf-8"))["dependencies"]
except ValueError:
    packages = []
# A package that the index does not know is told as skipped, not as an error: it was not asked about.
asked = [p for p in packages if "skip_reason" not in p]
holes = [f"{p['name']} {p['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or 'no release'}" for p in asked for v in p["vulns"]]
print(f"known holes: {len(asked)} of {len(packages)} packages asked about, {len(holes)} holes" if asked else "known holes: not asked, the index knows no advisories")
sys.exit("\n".join(holes) if holes else 0)
PY
exit "$failed"
