#!/bin/sh
# Draws every password, key and certificate that docker-compose.yml needs, into docker/secrets. What exists is kept; a
# certificate is renewed when it has less than 30 days left, so run it again every month. Needs openssl, and root, because
# the files belong to the accounts inside the containers.
set -eu
umask 077
cd "$(dirname -- "$0")"
mkdir -p secrets/keys
cd secrets

[ "$(id -u)" = 0 ] || { echo "make-secrets.sh: run it as root: the files belong to accounts of the containers" >&2; exit 1; }
command -v openssl >/dev/null || { echo "make-secrets.sh: openssl is missing (apt-get install openssl)" >&2; exit 1; }

APP=1000      # our own containers
SERVERS=999   # postgres and valkey in their official images

# password NAME: 48 hexadecimal characters, the same in a URL, a command and a file
password() {
  [ -s "$1" ] || openssl rand -hex 24 | tr -d '\n' > "$1"
}

for name in postgres-superuser postgres-replicator postgres-owner postgres-app redis; do password "$name"; done
printf 'postgres://countersign_owner:%s@postgres-primary:5432/countersign' "$(cat postgres-owner)" > database-owner-url
printf 'redis://:%s@redis:6379' "$(cat redis)" > redis-url

# The keys that seal seeds and shared secrets. In a folder, because a rotation replaces the file.
if [ ! -s keys/sealing-keys.json ]; then
  id="$(date -u +%Y-%m-%d)-$(openssl rand -hex 4)"
  printf '{"format":1,"current":"%s","hashRoot":"%s","keys":[{"id":"%s","key":"%s","createdAt":"%s"}]}\n' \
    "$id" "$(openssl rand -base64 32)" "$id" "$(openssl rand -base64 32)" "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" \
    > keys/sealing-keys.json
fi

[ -s delivery-providers.json ] || cp ../delivery-providers.example.json delivery-providers.json
[ -s sms-token ] || printf 'the token of your gateway' > sms-token

if [ ! -s ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 \
    -subj "/CN=Countersign authority $(openssl rand -hex 4)" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout ca.key -out ca.crt 2>/dev/null
fi

# certificate INSTANCE SERVICE: the service is the identity that allow-lists name
certificate() {
  if [ -s "$1.crt" ] && openssl x509 -checkend 2592000 -noout -in "$1.crt" >/dev/null; then return; fi
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$1" -keyout "$1.key.new" -out "$1.csr" 2>/dev/null
  cat > "$1.ext" <<EXT
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=URI:spiffe://countersign/sa/$2
EXT
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x4$(openssl rand -hex 15)" -days 90 -sha256 \
    -extfile "$1.ext" -out "$1.crt.new" 2>/dev/null
  # Written in place: a single file that is mounted would still show the old one after a rename.
  cat "$1.key.new" > "$1.key"
  cat "$1.crt.new" > "$1.crt"
  rm -f "$1.csr" "$1.ext" "$1.key.new" "$1.crt.new"
}

certificate mfa-a auth-server
certificate mfa-b auth-server
certificate radius-a radius-gateway
certificate radius-b radius-gateway
certificate delivery-a delivery-worker
certificate portal-a user-portal
certificate console-a admin-console
certificate operator operator

# https NAME HOST: what browsers see. Signed by itself, so that nobody has to trust the authority of the processes; put a
# certificate that your browsers trust in its place.
https() {
  [ -s "$1.crt" ] && openssl x509 -checkend 2592000 -noout -in "$1.crt" >/dev/null && return
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 365 -subj "/CN=$2" \
    -addext "subjectAltName=DNS:$2" -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth \
    -keyout "$1.key" -out "$1.crt" 2>/dev/null
}

https portal-https "${PORTAL_HOST:-localhost}"
https console-https "${CONSOLE_HOST:-localhost}"

chown -R "$APP:$APP" keys ./*.key ./*.crt database-owner-url redis-url delivery-providers.json sms-token
chown "$APP:$SERVERS" postgres-* redis
chmod 0400 keys/sealing-keys.json ./*.key database-owner-url redis-url sms-token
chmod 0440 postgres-* redis
chmod 0444 ./*.crt
echo "docker/secrets is complete. Back up keys/sealing-keys.json, ca.key and ca.crt."
