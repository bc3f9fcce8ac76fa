echo 12
