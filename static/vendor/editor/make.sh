#!/bin/sh
# Make static/vendor/editor/editor.js from the npm packages that entry.js names: `sh make.sh`, with node and npm at hand.
# The bundle holds them unchanged but for names made short; LICENSE holds their licences. All @tiptap packages have one version.
set -eu
TIPTAP=3.32.2
ESBUILD=0.25.12
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' >package.json
packages=$(sed -n 's/.*from "\(@tiptap\/[a-z-]*\)".*/\1/p' "$here/entry.js" | sort -u)
npm install --no-audit --no-fund --silent "@tiptap/pm@$TIPTAP" "esbuild@$ESBUILD" $(printf "%s@$TIPTAP " $packages)
cp "$here/entry.js" entry.js
npx esbuild entry.js --bundle --format=esm --minify --target=es2022 --legal-comments=none --outfile="$here/editor.js"
for each in @tiptap/core prosemirror-model linkifyjs orderedmap rope-sequence w3c-keyname; do
  echo "== $each"
  cat node_modules/"$each"/LICENSE* 2>/dev/null || sed -n 's/.*"license": *"\([^"]*\)".*/Licence: \1/p' node_modules/"$each"/package.json
done >"$here/LICENSE"
