# Makes the folders of a Lambda execution environment, and holds them until it is killed.
#
#   unshare --user --map-root-user --mount sh strict.sh ROOT TASK TMP_MB [LAYER...]
#
# Everything of this machine is there, read-only, except that /var/task is TASK, /opt is the LAYERs, the later over the earlier,
# and /tmp is empty and of TMP_MB megabytes. What this machine has in /opt and /tmp is in /var/host. ROOT is an empty folder.
set -e
root=$1 task=$2 megabytes=$3
shift 3

# The same folder or link, at another place.
show() {
  if [ -L "$1" ]; then cp -P "$1" "$2"
  elif [ -d "$1" ]; then
    mkdir -p "$2"
    mount --rbind "$1" "$2"
  fi
}
read_only() { mount -o remount,bind,ro "$1"; }

mount -t tmpfs -o mode=755 lambda "$root"
for path in /*; do
  case $path in
    /tmp | /opt | /var) ;;
    /dev | /proc | /sys | /run) show "$path" "$root$path" ;;
    *)
      show "$path" "$root$path"
      # What is mounted with other flags stays as it is: its owner's rights still hold.
      [ -L "$path" ] || [ ! -d "$path" ] || read_only "$root$path" 2>/dev/null || :
      ;;
  esac
done
for path in /var/*; do
  case $path in
    /var/task | /var/host) ;;
    *) show "$path" "$root$path" ;;
  esac
done
for path in /tmp /opt; do [ ! -d "$path" ] || show "$path" "$root/var/host$path"; done

mkdir -p "$root/var/task" "$root/opt" "$root/tmp"
mount --bind "$task" "$root/var/task"
read_only "$root/var/task"
if [ $# -eq 1 ]; then
  mount --bind "$1" "$root/opt"
  read_only "$root/opt"
else
  for layer in "$@"; do cp -R "$layer/." "$root/opt"; done
fi
mount -t tmpfs -o "mode=1777,size=${megabytes}m" tmp "$root/tmp"
read_only "$root"

exec chroot "$root" /bin/sh -c 'cd /var/task && echo ready && exec sleep 2147483647'
