# What bench/run, bench/drain and bench/growth have in common: they find what they need, compile, and start a program in Python.
# shellcheck shell=bash

fail() {
    printf 'bench: %s\n' "$*" >&2
    exit 2
}

number() { # option, value
    [[ "$2" =~ ^[1-9][0-9]{0,8}$ ]] || fail "$1 takes a number above 0, not '$2'"
    printf '%s' "$2"
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
missing=()

find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null)")")" \
        /usr/lib/jvm/*25* /opt/*jdk*25* "${HOME:-}"/.sdkman/candidates/java/25*; do
        if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 25'; then
            printf '%s' "$home"
            return
        fi
    done
}

need() { # command, where it comes from
    command -v "$1" >/dev/null || missing+=("$1 ($2)")
}

need_tools() {
    need python3 'Debian package python3'
    need wrk 'Debian package wrk'
    need mvn 'Debian package maven'
    JAVA_HOME=$(find_jdk)
    [ -n "$JAVA_HOME" ] || missing+=('a JDK 25 (for example Temurin 25; point JAVA_HOME at it)')
    export JAVA_HOME
    if [ ${#missing[@]} -gt 0 ]; then
        printf 'bench: missing:\n' >&2
        printf '  %s\n' "${missing[@]}" >&2
        exit 2
    fi
}

# shellcheck disable=SC2317 # the trap calls it
cleanup() {
    trap - EXIT
    if [ -n "$child" ] && kill -TERM "$child" 2>/dev/null; then
        wait "$child" 2>/dev/null || true
    fi
    rm -rf "$work"
}

measure() { # program in bench/lib, its options
    # Not in /tmp, which may lie in memory: the database must pay for its commits.
    mkdir -p "$root/target/bench"
    work=$(mktemp -d "$root/target/bench/run.XXXXXX")
    child=
    trap cleanup EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mvn -q -B -ntp -f "$root/pom.xml" dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile="$work/classpath" \
        >"$work/maven.log" 2>&1 || { cat "$work/maven.log" >&2; fail 'Maven could not name the dependencies'; }
    local classpath
    classpath=$(cat "$work/classpath")
    "$JAVA_HOME/bin/javac" -proc:none -Werror -Xlint:all,-processing,-serial,-classfile -cp "$classpath" -d "$work/classes" \
        "$root"/bench/{BareForwarder,OpenLoad,Sink,Sql}.java
    PYTHONDONTWRITEBYTECODE=1 python3 "$root/bench/lib/$1" --root "$root" --work "$work" --java "$JAVA_HOME/bin/java" \
        --classpath "$work/classes:$classpath" --jvm-flags="${BENCH_JVM_FLAGS:--Xms32m -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders}" "${@:2}" &
    child=$!
    local status=0
    wait "$child" || status=$?
    child=
    exit "$status"
}
