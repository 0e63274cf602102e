export const shareAlbum = async () => 'shared';
