# For the scripts beside it, which source it: takes the password out of DATABASE_URL, because everybody on the machine
# sees with which arguments a process runs. Sets `database`, the address without it, and PGPASSWORD.
: "${DATABASE_URL:?set it to the database of Herald}"
database=$(printf '%s' "$DATABASE_URL" | sed 's|^\([a-z]*://[^:/@]*\):[^/@]*@|\1@|')
if [ "$database" != "$DATABASE_URL" ]; then
  # In an address it is percent-encoded, elsewhere it is not.
  PGPASSWORD=$(printf '%s\n' "$DATABASE_URL" | sed 's|^[a-z]*://[^:/@]*:\([^/@]*\)@.*|\1|' | LC_ALL=C awk '
    function digit(at) { return index("0123456789abcdef", tolower(substr(text, RSTART + at, 1))) - 1 }
    {
      text = $0
      while (match(text, /%[0-9A-Fa-f][0-9A-Fa-f]/)) {
        printf "%s%c", substr(text, 1, RSTART - 1), 16 * digit(1) + digit(2)
        text = substr(text, RSTART + 3)
      }
      printf "%s", text
    }')
  export PGPASSWORD
fi
